namespace MobileNets.Weights.Tests;

/// <summary>Every way in which a TorchSharp file can lie ends in the one typed exception, after reading no more than there is.</summary>
public sealed class TorchSharpMalformedTests
{
    private const byte UInt8 = 0, Int64 = 4, Float32 = 6;

    // 2^63 - 1, the largest number.
    private static readonly byte[] Largest = [.. Enumerable.Repeat((byte)0xFF, 8), 0x7F];

    // 2^63 and 2^64 - 1 as .NET's own writer would encode -2^63 and -1.
    private static readonly byte[] Negative = [.. Enumerable.Repeat((byte)0x80, 9), 1];
    private static readonly byte[] MinusOne = [.. Enumerable.Repeat((byte)0xFF, 9), 1];

    // 2^32.
    private static readonly byte[] TwoTo32 = [0x80, 0x80, 0x80, 0x80, 0x10];

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty file", [], "offset 0" },
        { "count cut off", [0x80], "offset 0" },
        { "count overlong", [0x80, 0x00], "offset 0" },
        { "count of -1", MinusOne, "offset 0" },
        { "count of -2^63", Negative, "offset 0" },
        { "count that never ends", [.. Enumerable.Repeat((byte)0x80, 50)], "offset 0" },
        { "count of 2^63 - 1 and nothing", Largest, "offset 9" },
        { "one entry of two", [2, 1, (byte)'a', UInt8, 0, 5], "offset 6" },
        { "bytes left over", [0, 0], "offset 1" },
        { "bytes left over after a tensor", [1, 1, (byte)'a', UInt8, 0, 5, 6], "offset 6" },
        { "name cut off", [1, 4, (byte)'a'], "offset 1" },
        { "name of 2^63 - 1 bytes", [1, .. Largest, (byte)'a'], "offset 1" },
        { "name of -1 bytes", [1, .. MinusOne, (byte)'a'], "offset 1" },
        { "name's length overlong", [1, 0x81, 0x00, (byte)'a', UInt8, 0, 5], "offset 1" },
        { "name not UTF-8", [1, 1, 0xFF, UInt8, 0, 5], "offset 1" },
        { "name in overlong UTF-8", [1, 2, 0xC1, 0xA1, UInt8, 0, 5], "offset 1" },
        { "name with half a surrogate pair", [1, 3, 0xED, 0xA0, 0x80, UInt8, 0, 5], "offset 1" },
        { "name twice", [2, 1, (byte)'a', UInt8, 0, 5, 1, (byte)'a', UInt8, 0, 5], "offset 6" },
        { "no type", [1, 1, (byte)'a'], "offset 3" },
        { "complex numbers", [1, 1, (byte)'a', 9, 0, .. new byte[8]], "offset 3" },
        { "quantised numbers", [1, 1, (byte)'a', 12, 0, 5], "offset 3" },
        { "type beyond all", [1, 1, (byte)'a', .. Largest, 0, 5], "offset 3" },
        { "type 256 + 6", [1, 1, (byte)'a', 0x86, 0x02, 0, .. new byte[4]], "offset 3" },
        { "no rank", [1, 1, (byte)'a', Float32], "offset 4" },
        { "rank of 65", [1, 1, (byte)'a', UInt8, 65, .. Enumerable.Repeat((byte)1, 65), 5], "offset 4" },
        { "rank of 2^63 - 1", [1, 1, (byte)'a', Float32, .. Largest, 1], "offset 4" },
        { "rank of -1", [1, 1, (byte)'a', Float32, .. MinusOne, 1], "offset 4" },
        { "rank overlong", [1, 1, (byte)'a', UInt8, 0x80, 0x00, 5], "offset 4" },
        { "dimensions cut off", [1, 1, (byte)'a', Float32, 2, 0x85, 0x80], "offset 5" },
        { "dimension of -1", [1, 1, (byte)'a', UInt8, 1, .. MinusOne, 5], "offset 5" },
        { "dimension overlong", [1, 1, (byte)'a', UInt8, 1, 0x81, 0x80, 0x00, 5], "offset 5" },
        { "shape that overflows to 0", [1, 1, (byte)'a', UInt8, 2, .. TwoTo32, .. TwoTo32], "offset 4" },
        { "bytes that overflow", [1, 1, (byte)'a', Int64, 1, .. Largest, 5], "offset 4" },
        { "shape over all bounds", [1, 1, (byte)'a', Float32, 1, .. TwoTo32, 5], "offset 4" },
        { "scalar cut off", [1, 1, (byte)'a', Float32, 0, 1, 2, 3], "offset 4" },
        { "data cut off", [1, 1, (byte)'a', Float32, 1, 2, 0, 0, 0, 0, 0, 0, 0], "offset 4" },
        { "a zip archive", [0x50, 0x4B, 3, 4, 0x14, 0, 0, 0, 0, 0], "offset 1" },
        { "a safetensors file", SafetensorsBytes.Of("{}"), "offset 5" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_MalformedFile_NamesFileAndPlace(string fault, byte[] bytes, string location)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = FluentActions.Invoking(() => TorchSharpFile.Read(new MemoryStream(bytes), "net.dat"))
            .Should().Throw<WeightsFormatException>(fault).Which;

        refusal.Location.Should().Be(location);
        refusal.Message.Should().StartWith($"net.dat, {location}: expected ").And.Contain("found").And.EndWith(".");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void Read_EveryPrefixOfARealFile_IsRefused()
    {
        var bytes = File.ReadAllBytes(TorchSharpFileTests.RealFile);

        for (var length = 0; length < bytes.Length; length++)
            FluentActions.Invoking(() => TorchSharpFile.Read(new MemoryStream(bytes[..length])))
                .Should().Throw<WeightsFormatException>($"{length} bytes are not all");
    }

    [Fact]
    public void Read_MissingFile_IsAnIOException() =>
        FluentActions.Invoking(() => TorchSharpFile.Read("no-such.dat")).Should().Throw<FileNotFoundException>();
}
