namespace MobileNets.Weights.Tests;

public sealed class SafetensorsReadTests
{
    private static StateDict Read(string header, params byte[] buffer) =>
        SafetensorsFile.Read(new MemoryStream(SafetensorsBytes.Of(header, buffer)));

    [Fact]
    public void Read_OneFloat_GivesNameTypeShapeAndValue()
    {
        // 1.5f is 0x3FC00000.
        var tensor = Read("""{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", 0x00, 0x00, 0xC0, 0x3F).Should().ContainSingle().Subject;

        tensor.Name.Should().Be("a");
        tensor.ElementType.Should().Be(TensorElementType.Float32);
        tensor.Shape.Should().Equal(1, 1);
        tensor.ReadSingles().Should().Equal(1.5f);
    }

    [Theory]
    [InlineData("F64", TensorElementType.Float64, 8)]
    [InlineData("F32", TensorElementType.Float32, 4)]
    [InlineData("F16", TensorElementType.Float16, 2)]
    [InlineData("BF16", TensorElementType.BFloat16, 2)]
    [InlineData("I64", TensorElementType.Int64, 8)]
    [InlineData("I32", TensorElementType.Int32, 4)]
    [InlineData("I16", TensorElementType.Int16, 2)]
    [InlineData("I8", TensorElementType.Int8, 1)]
    [InlineData("U8", TensorElementType.UInt8, 1)]
    [InlineData("BOOL", TensorElementType.Bool, 1)]
    public void Read_EveryType_IsKnown(string name, TensorElementType type, int bytes) =>
        Read($$$"""{"a":{"dtype":"{{{name}}}","shape":[2],"data_offsets":[0,{{{2 * bytes}}}]}}""", new byte[2 * bytes])["a"]
            .ElementType.Should().Be(type);

    [Fact]
    public void Read_PaddingMetadataScalarAndEmpty_AreAllowed()
    {
        var weights = Read(
            """{"__metadata__":{"format":"pt"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[8,8]}}   """,
            7, 0, 0, 0, 0, 0, 0, 0);

        weights.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "pt" });
        weights["n"].Shape.Should().BeEmpty();
        weights["n"].ReadInt64s().Should().Equal(7);
        weights["e"].ElementCount.Should().Be(0);
    }

    [Fact]
    public void Read_FieldsOfALaterVersion_ArePassedOver() =>
        Read("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"order":{"rows":true}}}""", 5)["a"].Data.ToArray().Should().Equal(5);

    [Fact]
    public void Read_NoTensors_IsAnEmptyStateDict() => Read("{}").Should().BeEmpty();

    [Fact]
    public void Read_BufferInAnotherOrder_KeepsTheHeadersOrder()
    {
        var weights = Read(
            """{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, 2, 3);

        weights.Select(tensor => tensor.Name).Should().Equal("b", "a");
        weights["b"].Data.ToArray().Should().Equal(3);
        weights["a"].Data.ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void Read_StreamThatCannotSeek_ReadsTheSame()
    {
        var bytes = SafetensorsBytes.Of("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 9);
        using var stream = new System.IO.Compression.DeflateStream(Deflated(bytes), System.IO.Compression.CompressionMode.Decompress);

        SafetensorsFile.Read(stream)["a"].Data.ToArray().Should().Equal(9);
    }

    [Fact]
    public void Read_StreamInTheMiddle_StartsThere()
    {
        var stream = new MemoryStream([1, 2, 3, .. SafetensorsBytes.Of("{}")]) { Position = 3 };

        SafetensorsFile.Read(stream).Should().BeEmpty();
    }

    private static MemoryStream Deflated(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(compressed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        compressed.Position = 0;
        return compressed;
    }
}
