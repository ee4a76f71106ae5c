namespace MobileNets.Kernels.Tests;

public unsafe class DepthwiseRowTests
{
    private readonly Random random = new(2);

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseRow_OfAnyWidth_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 33).Concat([56, 112, 113]))
            foreach (var (stride, dilation) in new[] { (1, 1), (2, 1), (1, 2), (1, 3) })
            {
                var outputWidth = (width + stride - 1) / stride;
                using var above = new GuardedFloats(width * 16, random, 3);
                using var center = new GuardedFloats(width * 16, random, 3);
                using var below = new GuardedFloats(width * 16, random, 3);
                using var weights = new GuardedFloats(9 * 16, random, 2);
                using var bias = new GuardedFloats(16, random);
                using var expected = new GuardedFloats(outputWidth * 16, _ => 7);
                using var output = expected.Copy();
                var call = new DepthwiseRowCall<float>
                {
                    Above = above.Pointer,
                    Center = center.Pointer,
                    Below = below.Pointer,
                    InputWidth = width,
                    Weights = weights.Pointer,
                    Bias = bias.Pointer,
                    Output = expected.Pointer,
                    OutputWidth = outputWidth,
                    Stride = stride,
                    Dilation = dilation,
                    ReLU6 = random.Next(2) == 0,
                };
                KernelSet.Scalar.Floats.DepthwiseRow(in call);
                call.Output = output.Pointer;
                VectorSets.Named(name).Floats.DepthwiseRow(in call);

                output.Equals(expected).Should().BeTrue("width {0}, stride {1}, dilation {2}", width, stride, dilation);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseRow_OfOnes_CountsThePixelsInside(string name)
    {
        using var ones = new GuardedFloats(5 * 16, _ => 1);
        using var zeros = new GuardedFloats(5 * 16, _ => 0);
        using var weights = new GuardedFloats(9 * 16, _ => 0.5f);
        using var bias = new GuardedFloats(16, _ => 0.25f);
        using var output = new GuardedFloats(5 * 16, _ => 7);
        var call = new DepthwiseRowCall<float>
        {
            Above = zeros.Pointer,
            Center = ones.Pointer,
            Below = ones.Pointer,
            InputWidth = 5,
            Weights = weights.Pointer,
            Bias = bias.Pointer,
            Output = output.Pointer,
            OutputWidth = 5,
            Stride = 1,
            Dilation = 1,
            ReLU6 = true,
        };
        VectorSets.Named(name).Floats.DepthwiseRow(in call);

        for (var i = 0; i < 5 * 16; i++)
            output.Values[i].Should().Be(i / 16 is 0 or 4 ? 2.25f : 3.25f);
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseRow_OfANaN_KeepsIt(string name)
    {
        using var row = new GuardedFloats(9 * 16, i => i == 4 * 16 + 3 ? float.NaN : 1);
        using var weights = new GuardedFloats(9 * 16, _ => 1);
        using var bias = new GuardedFloats(16, _ => 0);
        foreach (var dilation in new[] { 1, 2 })
        {
            using var output = new GuardedFloats(9 * 16, _ => 7);
            var call = new DepthwiseRowCall<float>
            {
                Above = row.Pointer,
                Center = row.Pointer,
                Below = row.Pointer,
                InputWidth = 9,
                Weights = weights.Pointer,
                Bias = bias.Pointer,
                Output = output.Pointer,
                OutputWidth = 9,
                Stride = 1,
                Dilation = dilation,
                ReLU6 = true,
            };
            VectorSets.Named(name).Floats.DepthwiseRow(in call);

            for (var i = 0; i < 9 * 16; i++)
            {
                var distance = Math.Abs(i / 16 - 4);
                float.IsNaN(output.Values[i]).Should().Be(i % 16 == 3 && (distance == 0 || distance == dilation));
            }
        }
    }
}
