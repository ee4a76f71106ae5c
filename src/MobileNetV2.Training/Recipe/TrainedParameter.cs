using MobileNets.Architecture;
using MobileNets.Modules;
using TorchSharp.Modules;

namespace MobileNets.Training;

/// <summary>A parameter that an optimiser updates.</summary>
/// <param name="Name">Its state-dict key, under which the optimiser's state is saved.</param>
/// <param name="Parameter">The parameter; it stays the module's.</param>
/// <param name="WeightDecay">What of the parameter is added to its gradient, 0 or more.</param>
public sealed record TrainedParameter(string Name, Parameter Parameter, double WeightDecay = 0)
{
    /// <summary>
    /// A network's parameters that require a gradient, in the module's order. Weight decay leaves out batch norm's parameters and all
    /// biases (they have one dimension) and the depthwise convolutions' weights where the options say so.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="options">The weight decay and what it applies to.</param>
    public static IReadOnlyList<TrainedParameter> Of(MobileNetV2 model, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var depthwise = model.Plan.Layers.Where(layer => layer.IsDepthwise).Select(layer => layer.Name + ".weight").ToHashSet();
        bool Decays(string name, Parameter parameter) =>
            (options.DecayNormAndBias || parameter.dim() > 1) && (options.DecayDepthwise || !depthwise.Contains(name));

        return [.. model.named_parameters()
            .Where(entry => entry.parameter.requires_grad)
            .Select(entry => new TrainedParameter(entry.name, entry.parameter, Decays(entry.name, entry.parameter) ? options.WeightDecay : 0))];
    }
}
