using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules;

/// <summary>A convolution and its batch norm, as planned and as modules.</summary>
internal sealed class FeatureLayer(LayerPlan plan, Conv2d convolution, BatchNorm2d norm)
{
    private readonly long[] _weightShape = [.. plan.StateEntries[0].Shape];
    private readonly long[] _channels = [plan.Output.Channels];

    public Conv2d Convolution => convolution;

    public BatchNorm2d Norm => norm;

    /// <summary>What keeps this layer from being computed as planned; null where nothing does.</summary>
    public string? Obstacle => ConvolutionObstacle ?? NormObstacle;

    private string? ConvolutionObstacle
    {
        get
        {
            if (!IsAll(convolution.stride, plan.Stride) || !IsAll(convolution.padding, plan.Padding) || !IsAll(convolution.dilation, plan.Dilation)
                || convolution.groups != plan.Groups || convolution.padding_mode != PaddingModes.Zeros || convolution.bias is not null)
                return $"{plan.Name} is not the planned convolution";
            return Unfit("weight", convolution.weight, _weightShape);
        }
    }

    private string? NormObstacle
    {
        get
        {
            if (norm.weight is null || norm.bias is null)
                return $"the batch norm after {plan.Name} has no scale and shift";
            if (norm.running_mean is null || norm.running_var is null)
                return $"the batch norm after {plan.Name} keeps no running statistics";
            if (norm.momentum is null)
                return $"the batch norm after {plan.Name} averages all batches evenly";
            return Unfit("batch norm's weight", norm.weight, _channels) ?? Unfit("batch norm's bias", norm.bias, _channels)
                ?? Unfit("running mean", norm.running_mean, _channels) ?? Unfit("running variance", norm.running_var, _channels);
        }
    }

    private string? Unfit(string name, Tensor tensor, long[] shape)
    {
        if (tensor.device_type != DeviceType.CPU)
            return $"{plan.Name}'s {name} is on {tensor.device}";
        if (tensor.dtype != ScalarType.Float32)
            return $"{plan.Name}'s {name} is {tensor.dtype}, not Float32";
        if (!tensor.shape.AsSpan().SequenceEqual(shape))
            return $"{plan.Name}'s {name} is [{string.Join(", ", tensor.shape)}], not [{string.Join(", ", shape)}]";
        return tensor.is_contiguous() ? null : $"{plan.Name}'s {name} is not contiguous";
    }

    private static bool IsAll(long[]? values, int expected) => values is [var height, var width] && height == expected && width == expected;
}
