namespace MobileNets.Kernels.Tests;

public unsafe class NormTests
{
    private static readonly int[] PixelCounts = [.. Enumerable.Range(1, 33), 49, 112];

    private readonly Random random = new(5);

    [Theory, ClassData(typeof(VectorSets))]
    public void Normalize_OfAnyNumberOfPixels_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
            for (var variant = 0; variant < 8; variant++)
            {
                using var input = Numbers(pixels);
                using var norm = Norm(limited: (variant & 1) != 0);
                using var residual = Numbers(pixels);
                using var expected = (variant & 2) != 0 ? input.Copy() : new Guarded<float>(pixels * 16, _ => 7);
                using var output = expected.Copy();
                var added = (variant & 4) != 0 ? residual.Pointer : null;
                KernelSet.Scalar.Training.Normalize((variant & 2) != 0 ? expected.Pointer : input.Pointer, pixels, norm.Pointer, added, expected.Pointer);
                VectorSets.Named(name).Training.Normalize((variant & 2) != 0 ? output.Pointer : input.Pointer, pixels, norm.Pointer, added, output.Pointer);

                output.Equals(expected).Should().BeTrue("{0} pixels, variant {1}", pixels, variant);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddStatistics_OfAnyNumberOfPixels_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
        {
            using var input = Numbers(pixels);
            using var expected = Sums();
            using var sums = expected.Copy();
            KernelSet.Scalar.Training.AddStatistics(input.Pointer, pixels, expected.Pointer);
            VectorSets.Named(name).Training.AddStatistics(input.Pointer, pixels, sums.Pointer);

            sums.Equals(expected).Should().BeTrue("{0} pixels", pixels);
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddStatistics_WithACopy_CopiesAndAddsTheSame(string name)
    {
        foreach (var pixels in PixelCounts)
        {
            using var input = Numbers(pixels);
            using var copy = Numbers(pixels);
            using var expected = Sums();
            using var sums = expected.Copy();
            VectorSets.Named(name).Training.AddStatistics(input.Pointer, pixels, expected.Pointer);
            VectorSets.Named(name).Training.AddStatistics(input.Pointer, pixels, sums.Pointer, copy.Pointer);

            copy.Equals(input).Should().BeTrue("{0} pixels", pixels);
            sums.Equals(expected).Should().BeTrue("{0} pixels", pixels);
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void MaskGradient_OfAnyNumberOfPixels_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
            for (var variant = 0; variant < 8; variant++)
            {
                using var raw = Numbers(pixels);
                using var added = Numbers(pixels);
                using var norm = Norm(limited: (variant & 1) != 0);
                using var expected = Numbers(pixels);
                using var gradient = expected.Copy();
                using var expectedActivation = new Guarded<float>(pixels * 16, _ => 7);
                using var activation = expectedActivation.Copy();
                using var expectedSums = Sums();
                using var sums = expectedSums.Copy();
                var addend = (variant & 2) != 0 ? added.Pointer : null;
                KernelSet.Scalar.Training.MaskGradient(
                    expected.Pointer, addend, raw.Pointer, pixels, norm.Pointer, (variant & 4) != 0 ? expectedActivation.Pointer : null, expectedSums.Pointer);
                VectorSets.Named(name).Training.MaskGradient(
                    gradient.Pointer, addend, raw.Pointer, pixels, norm.Pointer, (variant & 4) != 0 ? activation.Pointer : null, sums.Pointer);

                gradient.Equals(expected).Should().BeTrue("{0} pixels, variant {1}", pixels, variant);
                activation.Equals(expectedActivation).Should().BeTrue("{0} pixels, variant {1}", pixels, variant);
                sums.Equals(expectedSums).Should().BeTrue("{0} pixels, variant {1}", pixels, variant);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Combine_OfAnyNumberOfPixels_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
            foreach (var inPlace in new[] { false, true })
            {
                using var gradient = Numbers(pixels);
                using var raw = Numbers(pixels);
                using var factors = new GuardedFloats(TrainingKernels.CombineLength, random);
                using var expected = inPlace ? gradient.Copy() : new Guarded<float>(pixels * 16, _ => 7);
                using var output = expected.Copy();
                KernelSet.Scalar.Training.Combine(inPlace ? expected.Pointer : gradient.Pointer, raw.Pointer, pixels, factors.Pointer, expected.Pointer);
                VectorSets.Named(name).Training.Combine(inPlace ? output.Pointer : gradient.Pointer, raw.Pointer, pixels, factors.Pointer, output.Pointer);

                output.Equals(expected).Should().BeTrue("{0} pixels, in place: {1}", pixels, inPlace);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Normalize_OfANaN_KeepsIt(string name)
    {
        using var input = new GuardedFloats(16, i => i == 3 ? float.NaN : i == 5 ? float.PositiveInfinity : i == 7 ? float.NegativeInfinity : 1);
        using var norm = new GuardedFloats(TrainingKernels.NormLength, i => (i / 16) switch { 0 => 2, 1 => 1, 2 => 0, _ => 6 });
        using var output = new GuardedFloats(16, _ => 7);
        VectorSets.Named(name).Training.Normalize(input.Pointer, 1, norm.Pointer, null, output.Pointer);

        for (var channel = 0; channel < 16; channel++)
            output.Values[channel].Should().Be(channel switch { 3 => float.NaN, 5 => 6, 7 => 0, _ => 3 });
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void MaskGradient_AtTheLimits_LetsNothingThrough(string name)
    {
        // h = 2 · raw + 1 is −1, 0, 1, 5, 6, 7 and NaN.
        var values = new[] { -1, -0.5f, 0, 2, 2.5f, 3, float.NaN };
        using var raw = new GuardedFloats(7 * 16, i => values[i / 16]);
        using var gradient = new GuardedFloats(7 * 16, i => i / 16 + 1);
        using var added = new GuardedFloats(7 * 16, _ => 10);
        using var norm = new GuardedFloats(TrainingKernels.NormLength, i => (i / 16) switch { 0 => 2, 1 => 1, 2 => 0, _ => 6 });
        using var activation = new GuardedFloats(7 * 16, _ => 7);
        using var sums = new Guarded<double>(TrainingKernels.SumsLength, _ => 100);
        var kernels = VectorSets.Named(name).Training;
        kernels.MaskGradient(gradient.Pointer, added.Pointer, raw.Pointer, 6, norm.Pointer, activation.Pointer, sums.Pointer);

        for (var i = 0; i < 6 * 16; i++)
        {
            gradient.Values[i].Should().Be((i / 16) switch { 2 => 13, 3 => 14, _ => 0 });
            activation.Values[i].Should().Be((i / 16) switch { 2 => 1, 3 => 5, 4 or 5 => 6, _ => 0 });
        }
        for (var channel = 0; channel < 16; channel++)
        {
            sums.Values[channel].Should().Be(100 + 13 + 14);
            sums.Values[16 + channel].Should().Be(100 + 14 * 2);
        }

        var last = 6 * 16;
        kernels.MaskGradient(gradient.Pointer + last, null, raw.Pointer + last, 1, norm.Pointer, activation.Pointer + last, sums.Pointer);
        gradient.Values[last].Should().Be(0);
        activation.Values[last].Should().Be(float.NaN);
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddStatistics_OfWholeNumbers_IsTheFormula(string name)
    {
        using var input = new GuardedFloats(11 * 16, i => i / 16 + i % 16);
        using var sums = new Guarded<double>(TrainingKernels.SumsLength, _ => 0.5);
        VectorSets.Named(name).Training.AddStatistics(input.Pointer, 11, sums.Pointer);

        for (var channel = 0; channel < 16; channel++)
        {
            sums.Values[channel].Should().Be(0.5 + 55 + 11 * channel);
            sums.Values[16 + channel].Should().Be(0.5 + 385 + 2 * 55 * channel + 11 * channel * channel);
        }
    }

    private GuardedFloats Numbers(int pixels) => new(pixels * 16, random, 8);

    private Guarded<double> Sums() => new(TrainingKernels.SumsLength, _ => random.NextDouble());

    private GuardedFloats Norm(bool limited) => new(TrainingKernels.NormLength, i => (i / 16) switch
    {
        2 => limited ? 0 : float.NegativeInfinity,
        3 => limited ? 6 : float.PositiveInfinity,
        _ => 2 * random.NextSingle() - 1,
    });
}
