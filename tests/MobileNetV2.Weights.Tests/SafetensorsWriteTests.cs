using System.Text;

namespace MobileNets.Weights.Tests;

public sealed class SafetensorsWriteTests
{
    private static byte[] Write(StateDict weights)
    {
        var stream = new MemoryStream();
        SafetensorsFile.Write(stream, weights);
        return stream.ToArray();
    }

    [Fact]
    public void Write_TwoTensors_GivesTheFormatsBytes()
    {
        var weights = new StateDict(
            [NamedTensor.FromSingles("a", [1], [1.5f]), NamedTensor.FromInt64s("n", [], [258])],
            new Dictionary<string, string> { ["format"] = "pt" });

        // The integer comes first in the buffer: eight-byte elements stay aligned that way.
        const string header =
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";
        var padded = header.PadRight(144);
        Write(weights).Should().Equal(
            [144, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(padded), 2, 1, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0xC0, 0x3F]);
    }

    [Fact]
    public void Write_ThenRead_ReturnsEverythingInOrder()
    {
        var tensors = Enum.GetValues<TensorElementType>().Reverse().Select((type, i) =>
            new NamedTensor($"größe.{i} \"{type}\"", type, [3, i], Enumerable.Range(0, 3 * i * type.BytesPerElement()).Select(b => (byte)b).ToArray()));
        var weights = new StateDict(tensors, new Dictionary<string, string> { ["labels"] = "rose\nEnzian 龍胆", [""] = "" });

        var copy = SafetensorsFile.Read(new MemoryStream(Write(weights)));

        copy.Metadata.Should().Equal(weights.Metadata);
        copy.Select(t => t.Name).Should().Equal(weights.Select(t => t.Name));
        foreach (var (actual, expected) in copy.Zip(weights))
        {
            actual.ElementType.Should().Be(expected.ElementType);
            actual.Shape.Should().Equal(expected.Shape);
            actual.Data.ToArray().Should().Equal(expected.Data.ToArray());
        }
    }

    [Fact]
    public void Write_MetadataInAnotherOrder_GivesTheSameBytes() =>
        Write(new StateDict([], new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" })).Should()
            .Equal(Write(new StateDict([], new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" })));

    [Fact]
    public void Write_SpecialFloats_KeepsTheirBits()
    {
        float[] values = [float.NaN, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];

        var copy = SafetensorsFile.Read(new MemoryStream(Write(new StateDict([NamedTensor.FromSingles("a", [5], values)]))));

        copy["a"].ReadSingles().Select(BitConverter.SingleToUInt32Bits).Should().Equal(values.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Write_ReservedName_IsRefusedAndLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        File.WriteAllText(path, "old");

        FluentActions.Invoking(() => SafetensorsFile.Write(path, new StateDict([NamedTensor.FromSingles("__metadata__", [], [1])])))
            .Should().Throw<ArgumentException>();

        File.ReadAllText(path).Should().Be("old");
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Write_Path_ReplacesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        File.WriteAllText(path, "old");

        SafetensorsFile.Write(path, new StateDict([NamedTensor.FromSingles("a", [1], [2])]));

        SafetensorsFile.Read(path)["a"].ReadSingles().Should().Equal(2);
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }
}
