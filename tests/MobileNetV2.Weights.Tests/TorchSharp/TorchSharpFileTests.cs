namespace MobileNets.Weights.Tests;

public sealed class TorchSharpFileTests
{
    // What Module.save of TorchSharp 0.107.0 wrote (tests/reference/README.md).
    public static readonly string RealFile = Path.Combine(AppContext.BaseDirectory, "Reference", "torchsharp-net.dat");

    private static StateDict Read(params byte[] bytes) => TorchSharpFile.Read(new MemoryStream(bytes));

    private static byte[] Write(StateDict weights)
    {
        var stream = new MemoryStream();
        TorchSharpFile.Write(stream, weights);
        return stream.ToArray();
    }

    [Fact]
    public void Read_FileOfTorchSharp_GivesItsNamesTypesShapesAndValues()
    {
        var weights = TorchSharpFile.Read(RealFile);

        weights.Select(tensor => $"{tensor.Name} {tensor.ElementType} [{string.Join(',', tensor.Shape)}]").Should().Equal(
            "features.0.weight Float32 [4,3,3,3]",
            "features.1.weight Float32 [4]",
            "features.1.bias Float32 [4]",
            "classifier.1.weight Float32 [2,4]",
            "classifier.1.bias Float32 [2]",
            "features.1.running_mean Float32 [4]",
            "features.1.running_var Float32 [4]",
            "features.1.num_batches_tracked Int64 []");
        foreach (var tensor in weights.Where(tensor => tensor.ElementType == TensorElementType.Float32))
            tensor.ReadSingles().Should().Equal(Enumerable.Range(0, tensor.ElementCount).Select(i => (i * 37 % 101 - 50) / 64f), tensor.Name);
        weights["features.1.num_batches_tracked"].ReadInt64s().Should().Equal(7);
    }

    [Fact]
    public void Write_WhatTorchSharpWrote_GivesItsBytes() => Write(TorchSharpFile.Read(RealFile)).Should().Equal(File.ReadAllBytes(RealFile));

    [Fact]
    public void Write_OneTensor_GivesTheFormatsBytes() =>
        // One entry; "w" in one byte; Float32 is 6; rank 2; 300 is 0b10_0101100.
        Write(new StateDict([new NamedTensor("w", TensorElementType.Float32, [300, 0], default)]))
            .Should().Equal(1, 1, (byte)'w', 6, 2, 0xAC, 0x02, 0);

    // libtorch's c10::ScalarType.
    [Theory]
    [InlineData(0, TensorElementType.UInt8, 1)]
    [InlineData(1, TensorElementType.Int8, 1)]
    [InlineData(2, TensorElementType.Int16, 2)]
    [InlineData(3, TensorElementType.Int32, 4)]
    [InlineData(4, TensorElementType.Int64, 8)]
    [InlineData(5, TensorElementType.Float16, 2)]
    [InlineData(6, TensorElementType.Float32, 4)]
    [InlineData(7, TensorElementType.Float64, 8)]
    [InlineData(11, TensorElementType.Bool, 1)]
    [InlineData(15, TensorElementType.BFloat16, 2)]
    public void ReadAndWrite_EveryType_HasTorchsNumber(byte number, TensorElementType type, int bytes)
    {
        byte[] file = [1, 1, (byte)'a', number, 1, 1, .. new byte[bytes]];

        var weights = Read(file);

        weights["a"].ElementType.Should().Be(type);
        Write(weights).Should().Equal(file);
    }

    [Fact]
    public void Write_ThenRead_KeepsOrderNamesAndBits()
    {
        var weights = new StateDict(
        [
            NamedTensor.FromSingles(new string('ß', 100), [2], [float.NaN, -0f]),
            NamedTensor.FromInt64s("龍", [], [-1]),
            NamedTensor.FromSingles("", [0, 3], []),
        ]);
        using var folder = new TemporaryFolder();
        var path = folder.File("net.dat");

        TorchSharpFile.Write(path, weights);
        var copy = TorchSharpFile.Read(path);

        copy.Select(tensor => tensor.Name).Should().Equal(weights.Select(tensor => tensor.Name));
        foreach (var (actual, expected) in copy.Zip(weights))
        {
            actual.Shape.Should().Equal(expected.Shape);
            actual.Data.ToArray().Should().Equal(expected.Data.ToArray());
        }
    }

    [Fact]
    public void Read_NoEntries_IsAnEmptyStateDict() => Read(0).Should().BeEmpty();

    [Fact]
    public void Read_StreamInTheMiddle_StartsThere() =>
        TorchSharpFile.Read(new MemoryStream([9, 9, 0]) { Position = 2 }).Should().BeEmpty();

    [Fact]
    public void Write_NameThatIsNoText_IsRefusedAndLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.dat");
        File.WriteAllText(path, "old");

        FluentActions.Invoking(() => TorchSharpFile.Write(path, new StateDict([NamedTensor.FromSingles("\ud800", [], [1])])))
            .Should().Throw<ArgumentException>();

        File.ReadAllText(path).Should().Be("old");
    }
}
