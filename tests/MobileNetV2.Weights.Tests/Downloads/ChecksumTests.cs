namespace MobileNets.Weights.Tests;

/// <summary>The hashes of "abc" are the examples of FIPS 180-4 (SHA-256) and RFC 1321 (MD5).</summary>
public sealed class ChecksumTests
{
    private const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string Md5OfAbc = "900150983cd24fb0d6963f7d28e17f72";

    [Theory]
    [InlineData("ba7816bf")]
    [InlineData("BA7816BF8F")]
    [InlineData(Sha256OfAbc)]
    public async Task FaultAsync_Sha256AsStated_IsNull(string digits) =>
        (await Checksum.Sha256Prefix(digits).FaultAsync(Abc())).Should().BeNull();

    [Fact]
    public async Task FaultAsync_Md5AsStated_IsNull() => (await Checksum.Md5(Md5OfAbc.ToUpperInvariant()).FaultAsync(Abc())).Should().BeNull();

    [Fact]
    public async Task FaultAsync_AnotherHash_SaysBoth() =>
        (await Checksum.Sha256Prefix("ba7816be").FaultAsync(Abc())).Should().Be($"expected SHA256 ba7816be…, found {Sha256OfAbc}");

    [Fact]
    public void ToString_WholeHash_HasNoEllipsis() => Checksum.Md5(Md5OfAbc).ToString().Should().Be($"MD5 {Md5OfAbc}");

    [Theory]
    [InlineData("")]
    [InlineData("ba7816b")]
    [InlineData("ba7816bg")]
    [InlineData(Sha256OfAbc + "0")]
    public void Sha256Prefix_NotADigest_IsRefused(string digits) =>
        FluentActions.Invoking(() => Checksum.Sha256Prefix(digits)).Should().Throw<ArgumentException>();

    [Fact]
    public void Md5_OnlyAPrefix_IsRefused() =>
        FluentActions.Invoking(() => Checksum.Md5(Md5OfAbc[..31])).Should().Throw<ArgumentException>();

    private static MemoryStream Abc() => new("abc"u8.ToArray());
}
