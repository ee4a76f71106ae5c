using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>Builds TorchSharp modules from planned layers: each dot in a layer's name is a <see cref="TorchSharp.Modules.Sequential"/>.</summary>
internal static class LayerModules
{
    /// <summary>
    /// The modules below <paramref name="prefix"/> as one sequence. Layers <c>conv.0.0 conv.0.1 conv.1</c> under prefix
    /// <c>conv</c> become <c>Sequential("0": Sequential("0", "1"), "1")</c>, so that parameters get the planned names.
    /// </summary>
    public static Sequential Sequence(IEnumerable<LayerPlan> layers, string prefix)
    {
        var start = prefix + ".";
        var children = layers
            .Where(layer => layer.Name.StartsWith(start, StringComparison.Ordinal))
            .GroupBy(layer => layer.Name[start.Length..].Split('.')[0])
            .Select(child => (child.Key, Child(child.ToList(), start + child.Key)));
        return Sequential(children);
    }

    private static Module<Tensor, Tensor> Child(List<LayerPlan> layers, string name) =>
        layers.Count == 1 && layers[0].Name == name ? Create(layers[0]) : Sequence(layers, name);

    private static Module<Tensor, Tensor> Create(LayerPlan layer) => layer.Kind switch
    {
        // Positional: these parameters' names changed between TorchSharp versions, and named ones are ambiguous.
        LayerKind.Convolution => Conv2d(layer.Input.Channels, layer.Output.Channels, layer.Kernel, layer.Stride, layer.Padding, layer.Dilation, PaddingModes.Zeros, layer.Groups, layer.HasBias),
        LayerKind.BatchNorm => BatchNorm2d(layer.Input.Channels, LayerPlan.BatchNormEpsilon),
        LayerKind.ReLU6 => ReLU6(true),
        LayerKind.ReLU => ReLU(true),
        LayerKind.Dropout => Dropout(layer.DropoutProbability),
        LayerKind.Linear => Linear(layer.Input.Channels, layer.Output.Channels, layer.HasBias),
        LayerKind.AveragePool => AdaptiveAvgPool2d(1),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "No module for this kind of layer."),
    };
}
