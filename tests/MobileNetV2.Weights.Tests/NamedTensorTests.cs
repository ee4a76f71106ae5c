namespace MobileNets.Weights.Tests;

public sealed class NamedTensorTests
{
    [Fact]
    public void ReadSingles_Float16_IsExact() =>
        // IEEE binary16: 1.0, -2.0, the largest finite 65504, the smallest subnormal 2^-24.
        new NamedTensor("a", TensorElementType.Float16, [4], new byte[] { 0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x01, 0x00 })
            .ReadSingles().Should().Equal(1f, -2f, 65504f, MathF.Pow(2, -24));

    [Fact]
    public void ReadSingles_BFloat16_IsTheUpperHalf() =>
        // 1.5 is 0x3FC0, -2 is 0xC000, infinity is 0x7F80.
        new NamedTensor("a", TensorElementType.BFloat16, [3], new byte[] { 0xC0, 0x3F, 0x00, 0xC0, 0x80, 0x7F })
            .ReadSingles().Should().Equal(1.5f, -2f, float.PositiveInfinity);

    [Fact]
    public void ReadSingles_Float64_IsRounded() =>
        new NamedTensor("a", TensorElementType.Float64, [2], (byte[])[.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-1e300)])
            .ReadSingles().Should().Equal(0.1f, float.NegativeInfinity);

    [Fact]
    public void ReadSingles_Integers_AreRefused() =>
        NamedTensor.FromInt64s("features.0.0.weight", [1], [1]).Invoking(t => t.ReadSingles())
            .Should().Throw<WeightsFormatException>().WithMessage("*'features.0.0.weight': expected floating-point elements, found Int64.*");

    [Fact]
    public void ReadInt64s_Floats_AreRefused() =>
        NamedTensor.FromSingles("a", [1], [1]).Invoking(t => t.ReadInt64s()).Should().Throw<WeightsFormatException>();

    [Fact]
    public void ReadSingles_WrongDestination_IsRefused() =>
        NamedTensor.FromSingles("a", [2], [1, 2]).Invoking(t => t.ReadSingles(new float[3])).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Constructor_BytesThatDoNotFit_AreRefused(int bytes) =>
        FluentActions.Invoking(() => new NamedTensor("a", TensorElementType.Float32, [1], new byte[bytes]))
            .Should().Throw<ArgumentException>().Which.Message.Should().StartWith($"a: Float32 [1] does not take {bytes} bytes");
}
