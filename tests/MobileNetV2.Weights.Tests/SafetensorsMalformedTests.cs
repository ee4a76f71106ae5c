namespace MobileNets.Weights.Tests;

/// <summary>Every way in which a file can break the format ends in the one typed exception.</summary>
public sealed class SafetensorsMalformedTests
{
    private static byte[] Header(string json, int bufferBytes) => SafetensorsBytes.Of(json, new byte[bufferBytes]);

    private static byte[] Entry(string entry, int bufferBytes) => Header($$"""{"a":{{entry}}}""", bufferBytes);

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty file", [], "offset 0" },
        { "length cut off", [1, 0, 0], "offset 3" },
        { "header cut off", SafetensorsBytes.WithLength(50, "{}"u8.ToArray()), "offset 0" },
        { "header length of 2^64 - 1", SafetensorsBytes.WithLength(ulong.MaxValue, "{}"u8.ToArray()), "offset 0" },
        { "header length over 100 MB", SafetensorsBytes.WithLength(100_000_001, "{}"u8.ToArray()), "offset 0" },
        { "a zip archive", [0x50, 0x4B, 3, 4, 0x14, 0, 0, 0, 0, 0], "offset 0" },
        { "no header", Header("", 0), "offset 8" },
        { "array for a header", Header("[]", 0), "offset 8" },
        { "white space before the header", Header(" {}", 0), "offset 8" },
        { "byte order mark", Header("\uFEFF{}", 0), "offset 8" },
        { "zeros for padding", Header("{}\0\0", 0), "header line 1, byte 2" },
        { "JSON cut off", Header("""{"a":""", 0), "header line 1, byte 5" },
        { "trailing comma", Header("""{"__metadata__":{},}""", 0), "header line 1, byte 19" },
        { "bytes that are not UTF-8", SafetensorsBytes.Of([.. "{\""u8, 0xFF, .. "\":{}}"u8]), "header" },
        { "half a surrogate pair", Header("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0), "header" },
        { "tensor twice", Header("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2), "header" },
        { "tensor twice, once escaped", Header("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2), "header" },
        { "metadata twice", Header("""{"__metadata__":{},"__metadata__":{}}""", 0), "header" },
        { "metadata key twice", Header("""{"__metadata__":{"k":"1","k":"2"}}""", 0), "__metadata__" },
        { "metadata is no object", Header("""{"__metadata__":"pt"}""", 0), "__metadata__" },
        { "metadata value is a number", Header("""{"__metadata__":{"epoch":3}}""", 0), "__metadata__.'epoch'" },
        { "entry is no object", Entry("[0,1]", 1), "'a'" },
        { "field twice", Entry("""{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}""", 1), "'a'" },
        { "no dtype", Entry("""{"shape":[1],"data_offsets":[0,1]}""", 1), "'a'.dtype" },
        { "unknown dtype", Entry("""{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}""", 1), "'a'.dtype" },
        { "dtype in lower case", Entry("""{"dtype":"f32","shape":[1],"data_offsets":[0,4]}""", 4), "'a'.dtype" },
        { "dtype is a number", Entry("""{"dtype":32,"shape":[1],"data_offsets":[0,4]}""", 4), "'a'.dtype" },
        { "no shape", Entry("""{"dtype":"U8","data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "shape is null", Entry("""{"dtype":"U8","shape":null,"data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "negative dimension", Entry("""{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "fractional dimension", Entry("""{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "dimension as text", Entry("""{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "shape that overflows to 0", Entry("""{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}""", 0), "'a'.shape" },
        { "bytes that overflow to 0", Entry("""{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}""", 0), "'a'.shape" },
        { "no offsets", Entry("""{"dtype":"U8","shape":[1]}""", 1), "'a'.data_offsets" },
        { "negative zero", Entry("""{"dtype":"U8","shape":[-0],"data_offsets":[0,0]}""", 0), "'a'.shape" },
        { "dimension with an exponent", Entry("""{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}""", 1), "'a'.shape" },
        { "dimension with a leading zero", Entry("""{"dtype":"U8","shape":[01],"data_offsets":[0,1]}""", 1), "header line 1, byte 29" },
        { "more bytes than an array holds", Entry("""{"dtype":"U8","shape":[3000000000],"data_offsets":[0,3000000000]}""", 0), "'a'" },
        { "comment", Header("{/**/}", 0), "header line 1, byte 1" },
        { "nesting of a thousand arrays", Header($$"""{"a":{{new string('[', 1000)}}{{new string(']', 1000)}}}""", 0), "header line 1, byte 68" },
        { "two documents", Header("{}{}", 0), "header line 1, byte 2" },
        { "one offset", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[0]}""", 1), "'a'.data_offsets" },
        { "three offsets", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}""", 1), "'a'.data_offsets" },
        { "negative offset", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}""", 1), "'a'.data_offsets" },
        { "end before begin", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[1,0]}""", 1), "'a'.data_offsets" },
        { "offset over 63 bits", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551615]}""", 1), "'a'.data_offsets" },
        { "fewer bytes than the shape takes", Entry("""{"dtype":"F32","shape":[2],"data_offsets":[0,4]}""", 4), "'a'.data_offsets" },
        { "more bytes than the shape takes", Entry("""{"dtype":"F32","shape":[1],"data_offsets":[0,8]}""", 8), "'a'.data_offsets" },
        { "hole before the first tensor", Entry("""{"dtype":"U8","shape":[1],"data_offsets":[1,2]}""", 2), "'a'.data_offsets" },
        { "hole between tensors", Header("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3), "'b'.data_offsets" },
        { "overlap", Header("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3), "'b'.data_offsets" },
        { "the same bytes twice", Header("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2), "'b'.data_offsets" },
        { "buffer cut off", Entry("""{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 7), "buffer" },
        { "bytes after the last tensor", Entry("""{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 9), "buffer" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_MalformedFile_NamesFileAndPlace(string fault, byte[] bytes, string location)
    {
        var refusal = FluentActions.Invoking(() => SafetensorsFile.Read(new MemoryStream(bytes), "net.safetensors"))
            .Should().Throw<WeightsFormatException>(fault).Which;

        refusal.Origin.Should().Be("net.safetensors");
        refusal.Location.Should().Be(location);
        refusal.Message.Should().StartWith($"net.safetensors, {location}: expected ").And.Contain("found").And.EndWith(".");
    }

    [Fact]
    public void Read_NameMadeToForgeALog_IsQuotedOnOneShortLine()
    {
        var bytes = Header($$"""{"a\n2026-01-01 all is well\u001b[2J{{new string('x', 100_000)}}":0}""", 0);

        FluentActions.Invoking(() => SafetensorsFile.Read(new MemoryStream(bytes))).Should().Throw<WeightsFormatException>()
            .Which.Message.Should().StartWith(@"stream, 'a\u000a2026-01-01 all is well\u001b[2Jxxx").And.Match(message => message.Length < 1000 && !message.Any(char.IsControl));
    }

    [Fact]
    public void Read_EveryPrefixOfAFile_IsRefused()
    {
        var bytes = Entry("""{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4);

        for (var length = 0; length < bytes.Length; length++)
            FluentActions.Invoking(() => SafetensorsFile.Read(new MemoryStream(bytes[..length])))
                .Should().Throw<WeightsFormatException>($"{length} bytes are not all");
    }

    [Fact]
    public void Read_AnyByteChanged_ReadsOrRefuses()
    {
        var original = Header(
            """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[2,1],"data_offsets":[4,6]}}""", 6);
        for (var i = 0; i < original.Length; i++)
            for (var value = 0; value < 256; value++)
            {
                var bytes = (byte[])original.Clone();
                bytes[i] = (byte)value;
                try
                {
                    SafetensorsFile.Read(new MemoryStream(bytes));
                }
                catch (WeightsFormatException)
                {
                }
            }
    }

    [Fact]
    public void Read_MissingFile_IsAnIOException() =>
        FluentActions.Invoking(() => SafetensorsFile.Read("no-such.safetensors")).Should().Throw<FileNotFoundException>();
}
