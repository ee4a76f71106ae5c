using static MobileNets.Kernels.KernelSet;

namespace MobileNets.Kernels;

/// <summary>What each operation means, one number at a time; for machines without vectors, and what the vector kernels are tested against.</summary>
internal sealed unsafe class ScalarKernels : LayerKernels<float>
{
    public override void Pointwise(in PointwiseCall<float> call)
    {
        var channels = (call.OutputChannels + 7) / 8 * 8;
        for (var pixel = 0; pixel < call.Pixels; pixel++)
            for (var channel = 0; channel < channels; channel++)
            {
                var at = channel / BlockChannels * call.OutputBlockStride + pixel * BlockChannels + channel % BlockChannels;
                var weights = call.Weights + channel / BlockChannels * call.PanelStride + channel % BlockChannels;
                var sum = call.Bias[channel];
                if (call.Residual != null)
                    sum += call.Residual[at];
                for (var k = 0; k < call.InputChannels; k++)
                {
                    var input = call.Input[k / BlockChannels * call.InputBlockStride + pixel * BlockChannels + k % BlockChannels];
                    sum = float.MultiplyAddEstimate(input, weights[(nint)k * BlockChannels], sum);
                }
                call.Output[at] = call.ReLU6 ? ReLU6(sum) : sum;
            }
    }

    public override void DepthwiseRow(in DepthwiseRowCall<float> call)
    {
        var rows = stackalloc float*[] { call.Above, call.Center, call.Below };
        for (var pixel = 0; pixel < call.OutputWidth; pixel++)
            for (var channel = 0; channel < BlockChannels; channel++)
            {
                var sum = call.Bias[channel];
                for (var tap = 0; tap < 3; tap++)
                {
                    var column = pixel * call.Stride + (tap - 1) * call.Dilation;
                    if (column < 0 || column >= call.InputWidth)
                        continue;
                    for (var row = 0; row < 3; row++)
                        sum = float.MultiplyAddEstimate(
                            rows[row][column * BlockChannels + channel], call.Weights[(row * 3 + tap) * BlockChannels + channel], sum);
                }
                call.Output[pixel * BlockChannels + channel] = call.ReLU6 ? ReLU6(sum) : sum;
            }
    }

    public override void StemRow(in StemRowCall<float> call)
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
                call.Output[channel / BlockChannels * call.OutputBlockStride + pixel * BlockChannels + channel % BlockChannels] = call.ReLU6 ? ReLU6(sum) : sum;
            }
    }

    public override void AveragePixels(float* input, int pixels, float* output)
    {
        for (var channel = 0; channel < BlockChannels; channel++)
        {
            var sum = 0f;
            for (var pixel = 0; pixel < pixels; pixel++)
                sum += input[pixel * BlockChannels + channel];
            output[channel] = sum * (1f / pixels);
        }
    }

    public override void AddProduct(float* vector, int length, float* panel, float* scale, float* output)
    {
        for (var k = 0; k < length; k++)
            for (var o = 0; o < ClassifierPanel; o++)
                output[o] = float.MultiplyAddEstimate(vector[k], panel[k * ClassifierPanel + o], output[o]);
    }

    // A NaN stays one, as in torch's hardtanh.
    private static float ReLU6(float value) => value < 0 ? 0 : value > 6 ? 6 : value;
}
