using static MobileNets.Kernels.KernelSet;

namespace MobileNets.Kernels;

/// <summary>What each operation means, one number at a time; for machines without vectors, and what the vector kernels are tested against.</summary>
internal sealed unsafe class ScalarTrainingKernels : TrainingKernels
{
    private const int Interleaved = 4;

    public override void Normalize(float* input, int pixels, float* norm, float* residual, float* output)
    {
        for (var i = 0; i < pixels * BlockChannels; i++)
        {
            var value = Clamp(Affine(input, norm, i), norm, i);
            output[i] = residual == null ? value : value + residual[i];
        }
    }

    public override void AddStatistics(float* input, int pixels, double* sums, float* copy)
    {
        var parts = stackalloc float[Interleaved];
        var squares = stackalloc float[Interleaved];
        for (var channel = 0; channel < BlockChannels; channel++)
        {
            new Span<float>(parts, Interleaved).Clear();
            new Span<float>(squares, Interleaved).Clear();
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var value = input[pixel * BlockChannels + channel];
                if (copy != null)
                    copy[pixel * BlockChannels + channel] = value;
                parts[pixel % Interleaved] += value;
                squares[pixel % Interleaved] = float.MultiplyAddEstimate(value, value, squares[pixel % Interleaved]);
            }
            AddParts(parts, squares, sums + channel);
        }
    }

    public override void MaskGradient(float* gradient, float* added, float* raw, int pixels, float* norm, float* activation, double* sums)
    {
        var parts = stackalloc float[Interleaved];
        var products = stackalloc float[Interleaved];
        for (var channel = 0; channel < BlockChannels; channel++)
        {
            new Span<float>(parts, Interleaved).Clear();
            new Span<float>(products, Interleaved).Clear();
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var i = pixel * BlockChannels + channel;
                var value = Affine(raw, norm, i);
                if (activation != null)
                    activation[i] = Clamp(value, norm, i);
                var whole = added == null ? gradient[i] : gradient[i] + added[i];
                gradient[i] = IsBetweenLimits(value, norm, channel) ? whole : 0;
                parts[pixel % Interleaved] += gradient[i];
                products[pixel % Interleaved] = float.MultiplyAddEstimate(gradient[i], raw[i], products[pixel % Interleaved]);
            }
            AddParts(parts, products, sums + channel);
        }
    }

    public override void Combine(float* gradient, float* raw, int pixels, float* factors, float* output)
    {
        for (var i = 0; i < pixels * BlockChannels; i++)
        {
            var factor = factors + i % BlockChannels;
            output[i] = float.MultiplyAddEstimate(gradient[i], factor[0], float.MultiplyAddEstimate(raw[i], factor[16], factor[32]));
        }
    }

    public override void AddOuterProduct(in OuterProductCall call)
    {
        for (var k = 0; k < call.LeftChannels; k++)
            for (var pixel = 0; pixel < call.Pixels; pixel++)
            {
                var left = call.Left[k / BlockChannels * call.LeftBlockStride + pixel * BlockChannels + k % BlockChannels];
                AddScaled(left, call.Right + pixel * BlockChannels, call.Sums + k * BlockChannels);
            }
    }

    public override void DepthwiseGradientRows(in DepthwiseGradientCall call, ref FetchCursor fetch)
    {
        var gradients = stackalloc float*[] { call.Gradient0, call.Gradient1, call.Gradient2 };
        for (var x = 0; x < call.InputWidth; x++)
        {
            var input = call.Input + x * BlockChannels;
            var inputGradient = call.InputGradient + x * BlockChannels;
            new Span<float>(inputGradient, BlockChannels).Clear();
            for (var kx = 2; kx >= 0; kx--)
            {
                var position = x + (1 - kx) * call.Dilation;
                var column = position / call.Stride;
                if (position < 0 || position % call.Stride != 0 || column >= call.OutputWidth)
                    continue;
                for (var ky = 2; ky >= 0; ky--)
                {
                    if (gradients[ky] == null)
                        continue;
                    var tap = (ky * 3 + kx) * BlockChannels;
                    for (var channel = 0; channel < BlockChannels; channel++)
                    {
                        var gradient = gradients[ky][column * BlockChannels + channel];
                        inputGradient[channel] = float.MultiplyAddEstimate(gradient, call.Weights[tap + channel], inputGradient[channel]);
                        if (call.WeightGradient != null)
                            call.WeightGradient[tap + channel] = float.MultiplyAddEstimate(
                                Clamp(Affine(input, call.Norm, channel), call.Norm, channel), gradient, call.WeightGradient[tap + channel]);
                    }
                }
            }
            for (var channel = 0; channel < BlockChannels; channel++)
            {
                if (!IsBetweenLimits(Affine(input, call.Norm, channel), call.Norm, channel))
                    inputGradient[channel] = 0;
                call.Sums[channel] += inputGradient[channel];
                call.Sums[BlockChannels + channel] = float.MultiplyAddEstimate(inputGradient[channel], input[channel], call.Sums[BlockChannels + channel]);
            }
        }
        if (call.Rows > 1)
            DepthwiseGradientRows(call.BelowFirst(), ref fetch);
    }

    public override void StemGradientRow(in StemGradientCall call, ref FetchCursor fetch)
    {
        var rows = stackalloc float*[] { call.Above, call.Center, call.Below };
        for (var tap = 0; tap < call.InputChannels * 9; tap++)
            for (var pixel = 0; pixel < call.OutputWidth; pixel++)
            {
                var input = rows[tap / 3 % 3][tap / 9 * call.ChannelStride + 2 * pixel + tap % 3 - 1];
                AddScaled(input, call.Gradient + pixel * BlockChannels, call.Sums + tap * BlockChannels);
            }
    }

    private static float Affine(float* values, float* norm, int i) =>
        float.MultiplyAddEstimate(values[i], norm[i % BlockChannels], norm[BlockChannels + i % BlockChannels]);

    // A NaN stays one.
    private static float Clamp(float value, float* norm, int i)
    {
        var (low, high) = (norm[2 * BlockChannels + i % BlockChannels], norm[3 * BlockChannels + i % BlockChannels]);
        return value < low ? low : value > high ? high : value;
    }

    private static bool IsBetweenLimits(float value, float* norm, int channel) =>
        value > norm[2 * BlockChannels + channel] && value < norm[3 * BlockChannels + channel];

    private static void AddParts(float* first, float* second, double* sums)
    {
        sums[0] += (first[0] + first[1]) + (first[2] + first[3]);
        sums[BlockChannels] += (second[0] + second[1]) + (second[2] + second[3]);
    }

    private static void AddScaled(float factor, float* vector, float* sums)
    {
        for (var channel = 0; channel < BlockChannels; channel++)
            sums[channel] = float.MultiplyAddEstimate(factor, vector[channel], sums[channel]);
    }
}
