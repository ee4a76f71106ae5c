using static MobileNets.Kernels.KernelSet;

namespace MobileNets.Kernels;

/// <summary>What each operation on integers means, one number at a time.</summary>
internal sealed unsafe class ScalarIntegerKernels : LayerKernels<short>
{
    public override void Pointwise(in PointwiseCall<short> call)
    {
        var channels = (call.OutputChannels + 7) / 8 * 8;
        for (var pixel = 0; pixel < call.Pixels; pixel++)
            for (var channel = 0; channel < channels; channel++)
            {
                var at = channel / BlockChannels * call.OutputBlockStride + pixel * BlockChannels + channel % BlockChannels;
                var weights = call.Weights + channel / BlockChannels * call.PanelStride + channel % BlockChannels * 2;
                var sum = 0;
                for (var k = 0; k < call.InputChannels; k++)
                {
                    var input = call.Input[k / BlockChannels * call.InputBlockStride + pixel * BlockChannels + k % BlockChannels];
                    sum += input * weights[(nint)(k / 2) * 2 * BlockChannels + k % 2];
                }
                var value = float.MultiplyAddEstimate(sum, call.Scale[channel], call.Bias[channel]);
                if (call.Residual != null)
                    value = float.MultiplyAddEstimate(call.Residual[at], call.ResidualScale, value);
                call.Output[at] = Quantize(value, call.ReLU6 ? 0 : -IntegerMaximum);
            }
    }

    public override void DepthwiseRow(in DepthwiseRowCall<short> call)
    {
        for (var pixel = 0; pixel < call.OutputWidth; pixel++)
            for (var channel = 0; channel < BlockChannels; channel++)
            {
                var sum = 0;
                for (var tap = 0; tap < 3; tap++)
                {
                    var column = pixel * call.Stride + (tap - 1) * call.Dilation;
                    if (column < 0 || column >= call.InputWidth)
                        continue;
                    var at = column * BlockChannels + channel;
                    var weights = call.Weights + 2 * (tap * BlockChannels + channel);
                    sum += call.Above[at] * weights[0] + call.Center[at] * weights[1] + call.Below[at] * weights[3 * 2 * BlockChannels];
                }
                call.Output[pixel * BlockChannels + channel] =
                    Quantize(float.MultiplyAddEstimate(sum, call.Scale[channel], call.Bias[channel]), 0);
            }
    }

    public override void StemRow(in StemRowCall<short> call)
    {
        var rows = stackalloc float*[] { call.Above, call.Center, call.Below };
        var taps = call.InputChannels * 9;
        for (var channel = 0; channel < (call.OutputChannels + BlockChannels - 1) / BlockChannels * BlockChannels; channel++)
            for (var pixel = 0; pixel < call.OutputWidth; pixel++)
            {
                var weights = call.Weights + channel / BlockChannels * taps * BlockChannels + channel % BlockChannels;
                var sum = call.Bias[channel];
                for (var tap = 0; tap < taps; tap++)
                {
                    var input = rows[tap / 3 % 3][tap / 9 * call.ChannelStride + 2 * pixel + tap % 3 - 1];
                    sum = float.MultiplyAddEstimate(input, weights[tap * BlockChannels], sum);
                }
                call.Output[channel / BlockChannels * call.OutputBlockStride + pixel * BlockChannels + channel % BlockChannels] =
                    Quantize(sum, 0);
            }
    }

    public override void AveragePixels(short* input, int pixels, short* output)
    {
        for (var channel = 0; channel < BlockChannels; channel++)
        {
            var sum = 0;
            for (var pixel = 0; pixel < pixels; pixel++)
                sum += input[pixel * BlockChannels + channel];
            output[channel] = Quantize(sum * (1f / pixels), -IntegerMaximum);
        }
    }

    public override void AddProduct(short* vector, int length, short* panel, float* scale, float* output)
    {
        for (var o = 0; o < ClassifierPanel; o++)
        {
            var sum = 0;
            for (var k = 0; k < length; k++)
                sum += vector[k] * panel[(k / 2 * ClassifierPanel + o) * 2 + k % 2];
            output[o] = float.MultiplyAddEstimate(sum, scale[o], output[o]);
        }
    }

    private static short Quantize(float value, float low) =>
        (short)MathF.Round(MathF.Min(IntegerMaximum, MathF.Max(low, value)), MidpointRounding.ToEven);
}
