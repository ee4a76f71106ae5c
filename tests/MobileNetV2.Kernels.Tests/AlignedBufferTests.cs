namespace MobileNets.Kernels.Tests;

public sealed unsafe class AlignedBufferTests
{
    [Theory]
    [InlineData(0, 4096)]
    [InlineData(1, 4096)]
    [InlineData((512 << 10) / sizeof(float) - 1, 4096)]
    [InlineData((512 << 10) / sizeof(float), 2 << 20)]
    [InlineData((5 << 20) / sizeof(float) + 3, 2 << 20)]
    public void Buffer_OfAnyLength_IsZeroedAndBeginsAtAPage(int length, int page)
    {
        using var sut = new AlignedBuffer(length);

        ((nint)sut.Pointer % page).Should().Be(0);
        var floats = new Span<float>(sut.Pointer, length);
        floats.IndexOfAnyExcept(0f).Should().Be(-1);
        floats.Fill(1);
        sut.Bytes.Should().Be(length * sizeof(float));
    }

    [Fact]
    public void Buffer_OfTooMuch_SaysSo() =>
        FluentActions.Invoking(() => new AlignedBuffer(long.MaxValue / 8)).Should().Throw<OutOfMemoryException>();
}
