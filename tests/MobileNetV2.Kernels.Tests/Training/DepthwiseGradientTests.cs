namespace MobileNets.Kernels.Tests;

public unsafe class DepthwiseGradientTests
{
    private readonly Random random = new(7);
    private FetchCursor fetch;

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseGradientRow_OfAnyWidth_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 33).Concat([56, 112, 113]))
            foreach (var (stride, dilation) in new[] { (1, 1), (2, 1), (1, 2), (1, 5) })
                for (var (rows, count) = (0, 1); rows < 8; (rows, count) = (rows + 1, stride == 1 ? rows % 3 + 1 : 1))
                {
                    var outputWidth = (width + stride - 1) / stride;
                    using var gradients = new GuardedFloats(3 * count * outputWidth * 16, random);
                    using var input = new GuardedFloats(count * width * 16, random);
                    using var weights = new GuardedFloats(9 * 16, random);
                    using var expectedWeights = new GuardedFloats(9 * 16, random);
                    using var weightGradient = expectedWeights.Copy();
                    using var expectedInput = new GuardedFloats(count * width * 16, _ => 7);
                    using var inputGradient = expectedInput.Copy();
                    using var norm = new GuardedFloats(TrainingKernels.NormLength, i => i / 16 < 2 ? (float)random.NextDouble() + 0.5f : i / 16 == 2 ? 0.2f : 1.1f);
                    using var expectedSums = new GuardedFloats(TrainingKernels.SumsLength, random);
                    using var sums = expectedSums.Copy();
                    using var frozenSums = expectedSums.Copy();
                    var call = new DepthwiseGradientCall
                    {
                        Gradient0 = (rows & 1) != 0 ? gradients.Pointer : null,
                        Gradient1 = (rows & 2) != 0 ? gradients.Pointer + count * outputWidth * 16 : null,
                        Gradient2 = (rows & 4) != 0 ? gradients.Pointer + 2 * count * outputWidth * 16 : null,
                        OutputWidth = outputWidth,
                        Input = input.Pointer,
                        InputWidth = width,
                        Weights = weights.Pointer,
                        WeightGradient = expectedWeights.Pointer,
                        Norm = norm.Pointer,
                        InputGradient = expectedInput.Pointer,
                        Sums = expectedSums.Pointer,
                        Rows = count,
                        Stride = stride,
                        Dilation = dilation,
                    };
                    for (var row = 0; row < count; row++)
                    {
                        float* Gradient(float* first) => first == null ? null : first + row * outputWidth * 16;
                        KernelSet.Scalar.Training.DepthwiseGradientRows(
                            call with
                            {
                                Gradient0 = Gradient(call.Gradient0),
                                Gradient1 = Gradient(call.Gradient1),
                                Gradient2 = Gradient(call.Gradient2),
                                Input = call.Input + row * width * 16,
                                InputGradient = call.InputGradient + row * width * 16,
                                Rows = 1,
                            },
                            ref fetch);
                    }
                    call.InputGradient = inputGradient.Pointer;
                    call.WeightGradient = weightGradient.Pointer;
                    call.Sums = sums.Pointer;
                    fetch.Begin(2, new MemoryRange(gradients.Pointer, outputWidth * 64, 3, outputWidth * 64), default, new MemoryRange(input.Pointer, width * 64));
                    VectorSets.Named(name).Training.DepthwiseGradientRows(in call, ref fetch);
                    AssertEqual(sums);

                    call.WeightGradient = null;
                    call.Sums = frozenSums.Pointer;
                    VectorSets.Named(name).Training.DepthwiseGradientRows(in call, ref fetch);
                    AssertEqual(frozenSums);

                    void AssertEqual(Guarded<float> itsSums)
                    {
                        itsSums.Equals(expectedSums).Should().BeTrue("width {0}, stride {1}, dilation {2}, gradient rows {3}, rows {4}", width, stride, dilation, rows, count);
                        inputGradient.Equals(expectedInput).Should().BeTrue("width {0}, stride {1}, dilation {2}, gradient rows {3}, rows {4}", width, stride, dilation, rows, count);
                        weightGradient.Equals(expectedWeights).Should().BeTrue("width {0}, stride {1}, dilation {2}, gradient rows {3}, rows {4}", width, stride, dilation, rows, count);
                    }
                }
    }

    // The convolution y of a map x by weights w is linear in both: Σ g · y = Σ x · (gradient by x) = Σ w · (gradient by w).
    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseGradientRow_OverAWholeMap_IsTheAdjointOfTheConvolution(string name)
    {
        foreach (var (height, width) in new[] { (1, 1), (1, 5), (2, 2), (5, 1), (7, 7), (8, 6), (9, 15), (6, 16) })
            foreach (var (stride, dilation) in new[] { (1, 1), (2, 1), (1, 2) })
            {
                var (outputHeight, outputWidth) = ((height + stride - 1) / stride, (width + stride - 1) / stride);
                using var x = WholeNumbers(height * width * 16);
                using var w = WholeNumbers(9 * 16);
                using var g = WholeNumbers(outputHeight * outputWidth * 16);
                using var y = new GuardedFloats(outputHeight * outputWidth * 16, _ => 0);
                using var xGradient = new GuardedFloats(height * width * 16, _ => 7);
                using var wGradient = new GuardedFloats(9 * 16, _ => 0);
                using var zeros = new GuardedFloats(width * 16, _ => 0);
                using var norm = new GuardedFloats(TrainingKernels.NormLength, i => new[] { 1, 0, float.NegativeInfinity, float.PositiveInfinity }[i / 16]);
                using var sums = new GuardedFloats(TrainingKernels.SumsLength, _ => 0);
                for (var row = 0; row < outputHeight; row++)
                {
                    float* Row(int at) => at < 0 || at >= height ? zeros.Pointer : x.Pointer + at * width * 16;
                    KernelSet.Scalar.Floats.DepthwiseRow(new DepthwiseRowCall<float>
                    {
                        Above = Row(row * stride - dilation),
                        Center = Row(row * stride),
                        Below = Row(row * stride + dilation),
                        InputWidth = width,
                        Weights = w.Pointer,
                        Bias = zeros.Pointer,
                        Output = y.Pointer + row * outputWidth * 16,
                        OutputWidth = outputWidth,
                        Stride = stride,
                        Dilation = dilation,
                    });
                }
                for (var row = 0; row < height; row++)
                {
                    float* Gradient(int position) => position < 0 || position % stride != 0 || position / stride >= outputHeight
                        ? null
                        : g.Pointer + position / stride * outputWidth * 16;
                    VectorSets.Named(name).Training.DepthwiseGradientRows(new DepthwiseGradientCall
                    {
                        Gradient0 = Gradient(row + dilation),
                        Gradient1 = Gradient(row),
                        Gradient2 = Gradient(row - dilation),
                        OutputWidth = outputWidth,
                        Input = x.Pointer + row * width * 16,
                        InputWidth = width,
                        Weights = w.Pointer,
                        WeightGradient = wGradient.Pointer,
                        Norm = norm.Pointer,
                        InputGradient = xGradient.Pointer + row * width * 16,
                        Sums = sums.Pointer,
                        Rows = 1,
                        Stride = stride,
                        Dilation = dilation,
                    }, ref fetch);
                }

                for (var channel = 0; channel < 16; channel++)
                {
                    var expected = Dot(g, y, channel);
                    Dot(x, xGradient, channel).Should().Be(expected);
                    Dot(w, wGradient, channel).Should().Be(expected);
                    sums.Values[16 + channel].Should().Be(expected);
                }
            }
    }

    private GuardedFloats WholeNumbers(int length) => new(length, _ => random.Next(-3, 4));

    private static float Dot(Guarded<float> first, Guarded<float> second, int channel)
    {
        var sum = 0f;
        for (var i = channel; i < first.Values.Length; i += 16)
            sum += first.Values[i] * second.Values[i];
        return sum;
    }
}
