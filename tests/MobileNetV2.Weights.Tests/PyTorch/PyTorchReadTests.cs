using System.Runtime.InteropServices;

namespace MobileNets.Weights.Tests;

/// <summary>Files that PyTorch 1.13 wrote (tests/reference/pytorch), compared bit for bit.</summary>
public sealed class PyTorchReadTests
{
    [Theory]
    [InlineData("state-dict-zip.pth")]
    [InlineData("state-dict-legacy.pth")]
    [InlineData("state-dict-protocol-4.pth")]
    [InlineData("state-dict-legacy-protocol-4.pth")]
    [InlineData("types-zip.pth")]
    [InlineData("types-legacy.pth")]
    [InlineData("views-zip.pth")]
    [InlineData("views-legacy.pth")]
    [InlineData("parameters.pth")]
    [InlineData("data-parallel.pth")]
    [InlineData("compiled-data-parallel.pth")]
    [InlineData("python-2-dict-legacy.pth")]
    [InlineData("checkpoint-zip.pth")]
    [InlineData("checkpoint-legacy.pth")]
    [InlineData("extra-state.pth")]
    public void Read_FileOfPyTorch_GivesNamesTypesShapesAndBits(string file)
    {
        var expected = ReferenceTensor.Of(file);

        var weights = PyTorchFile.Read(ReferenceTensor.PathOf(file));

        weights.Select(tensor => tensor.Name).Should().Equal(expected.Select(tensor => tensor.Name));
        foreach (var (tensor, reference) in weights.Zip(expected))
        {
            tensor.ElementType.ToString().Should().BeEquivalentTo(reference.Type, reference.Name);
            tensor.Shape.Should().Equal(reference.Shape, reference.Name);
            tensor.Data.ToArray().Should().Equal(reference.Bytes, reference.Name);
        }
    }

    [Theory]
    [InlineData("whole-module.pth", "data.pkl offset 2", "torch.nn.modules.container.Sequential", "torch.save(model.state_dict(), path)")]
    [InlineData("complex.pth", "data.pkl offset ", "torch.ComplexFloatStorage", "torch.save(model.state_dict(), path)")]
    [InlineData("quantized.pth", "data.pkl offset ", "torch._utils._rebuild_qtensor", "torch.save(model.state_dict(), path)")]
    [InlineData("sparse.pth", "data.pkl offset ", "torch._utils._rebuild_sparse_tensor", "torch.save(model.state_dict(), path)")]
    [InlineData("torchscript.pt", "constants.pkl", "TorchScript", "torch.jit.load(path).state_dict()")]
    public void Read_OtherFilesOfPyTorch_AreRefusedByName(string file, string location, string found, string cure)
    {
        var refusal = FluentActions.Invoking(() => PyTorchFile.Read(ReferenceTensor.PathOf(file)))
            .Should().Throw<WeightsFormatException>().Which;

        refusal.Location.Should().StartWith(location);
        refusal.Message.Should().Contain(found).And.Contain(cure);
    }

    [Theory]
    [InlineData("views-zip.pth")]
    [InlineData("views-legacy.pth")]
    public void Read_ContiguousViews_ShareTheirStoragesMemory(string file)
    {
        var weights = PyTorchFile.Read(ReferenceTensor.PathOf(file));

        byte[] Memory(string name)
        {
            MemoryMarshal.TryGetArray(weights[name].Data, out var segment).Should().BeTrue();
            return segment.Array!;
        }

        Memory("row").Should().BeSameAs(Memory("base"));
        Memory("rows").Should().BeSameAs(Memory("base"));
        Memory("transposed").Should().NotBeSameAs(Memory("base"));
    }

    [Theory]
    [InlineData("state-dict-zip.pth")]
    [InlineData("state-dict-legacy.pth")]
    public void Read_StreamWithSomethingBefore_ReadsFromItsPosition(string file)
    {
        var stream = new MemoryStream([1, 2, 3, .. File.ReadAllBytes(ReferenceTensor.PathOf(file))]) { Position = 3 };

        PyTorchFile.Read(stream).Should().HaveCount(ReferenceTensor.Of(file).Count);
        stream.CanRead.Should().BeTrue("the stream stays open");
    }

    [Fact]
    public void Read_MissingFile_IsAnIOException() =>
        FluentActions.Invoking(() => PyTorchFile.Read("no-such.pth")).Should().Throw<FileNotFoundException>();
}
