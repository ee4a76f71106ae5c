using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Modules;

/// <summary>
/// A network in one file. It is written as safetensors: weights with torchvision's names in PyTorch's order, and a
/// <see cref="ModelDescription"/> in the metadata. It is read from whatever <see cref="ModelWeights"/> reads, PyTorch's files among them.
/// </summary>
public static class ModelFile
{
    /// <summary>Writes a network, whole or not at all.</summary>
    /// <param name="path">The <c>.safetensors</c> file to write or replace; its folder exists.</param>
    /// <param name="model">The network.</param>
    /// <param name="description">Labels, preprocessing and training; the network in it is passed over for the model's own.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or the labels are not as many as the network's classes.</exception>
    /// <exception cref="StateDictMismatchException">The network's head has been replaced by another kind of module.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Save(string path, MobileNetV2 model, ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(description);
        var metadata = (description with { Network = model.Options }).ToMetadata();
        SafetensorsFile.Write(path, ModelWeights.From(model.ToStateDict(metadata)).Tensors);
    }

    /// <summary>Reads a network, ready for inference (<c>eval()</c>).</summary>
    /// <param name="path">A <c>.safetensors</c>, <c>.pth</c>, <c>.pt</c> or <c>.dat</c> file.</param>
    /// <returns>The network, which the caller disposes, and what the file says of it or its shapes tell.</returns>
    /// <exception cref="WeightsFormatException">The file is malformed, or its network can't be told.</exception>
    /// <exception cref="StateDictMismatchException">The weights are another network's; the message lists what does not fit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (MobileNetV2 Model, ModelDescription Description) Load(string path)
    {
        var weights = ModelWeights.Read(path);
        return (Build(weights), weights.Description);
    }

    /// <summary>Builds the network that weights belong to, ready for inference (<c>eval()</c>).</summary>
    /// <param name="weights">The weights.</param>
    /// <returns>The network, which the caller disposes.</returns>
    public static MobileNetV2 Build(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var model = new MobileNetV2(weights.Description.Network);
        model.LoadStateDict(weights.Tensors);
        model.eval();
        return model;
    }
}
