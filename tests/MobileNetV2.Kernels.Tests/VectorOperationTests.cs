namespace MobileNets.Kernels.Tests;

public unsafe class VectorOperationTests
{
    private readonly Random random = new(4);

    [Theory, ClassData(typeof(VectorSets))]
    public void AveragePixels_OfAnyNumber_HasTheBitsOfTheDefinition(string name)
    {
        for (var pixels = 1; pixels < 60; pixels++)
        {
            using var input = new GuardedFloats(pixels * 16, random);
            using var expected = new GuardedFloats(16, _ => 7);
            using var output = expected.Copy();
            KernelSet.Scalar.AveragePixels(input.Pointer, pixels, expected.Pointer);
            VectorSets.Named(name).AveragePixels(input.Pointer, pixels, output.Pointer);

            output.Equals(expected).Should().BeTrue("{0} pixels", pixels);
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddProduct_OfAnyLength_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var length in new[] { 1, 2, 3, 16, 31, 32, 64 })
        {
            using var vector = new GuardedFloats(length, random);
            using var panel = new GuardedFloats(length * KernelSet.ClassifierPanel, random);
            using var expected = new GuardedFloats(KernelSet.ClassifierPanel, random);
            using var output = expected.Copy();
            KernelSet.Scalar.AddProduct(vector.Pointer, length, panel.Pointer, expected.Pointer);
            VectorSets.Named(name).AddProduct(vector.Pointer, length, panel.Pointer, output.Pointer);

            output.Equals(expected).Should().BeTrue("{0} inputs", length);
        }
    }

    [Fact]
    public void Supported_OnAnyMachine_EndsWithTheDefinitionAndBeginsWithTheBest()
    {
        KernelSet.Supported[^1].Should().BeSameAs(KernelSet.Scalar);
        KernelSet.Best.Should().BeSameAs(KernelSet.Supported[0]);
        KernelSet.Supported.Select(kernels => kernels.Name).Should().OnlyHaveUniqueItems();
    }
}
