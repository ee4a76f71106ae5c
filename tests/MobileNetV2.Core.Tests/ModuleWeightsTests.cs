using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly MobileNetV2 _sut = new(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10 });

    public void Dispose() => _sut.Dispose();

    [Fact]
    public void ToStateDict_Network_HasPyTorchsOrderShapesAndTypes() =>
        _sut.ToStateDict().Select(tensor => $"{tensor.Name} {string.Join('×', tensor.Shape)} {tensor.ElementType}").Should().Equal(
            _sut.Plan.StateEntries.Select(entry => $"{entry.Name} {string.Join('×', entry.Shape)} {entry.ElementType}"));

    [Fact]
    public void ToStateDict_OtherModule_HasTorchSharpsOrder()
    {
        using var module = Sequential(BatchNorm2d(2));

        module.ToStateDict().Select(tensor => tensor.Name).Should().Equal("0.weight", "0.bias", "0.running_mean", "0.running_var", "0.num_batches_tracked");
    }

    [Fact]
    public void ToStateDict_BatchNormOfDoubles_KeepsItsCounterWhole()
    {
        using var module = Sequential(BatchNorm2d(2, 1e-5, 0.1, true, true, null, ScalarType.Float64));

        module.ToStateDict()["0.num_batches_tracked"].ElementType.Should().Be(TensorElementType.Int64);
        module.ToStateDict()["0.running_var"].ElementType.Should().Be(TensorElementType.Float64);
    }

    [Fact]
    public void ToStateDict_HeadOfOnesOwn_ComesAfterThePlannedEntries()
    {
        _sut.ReplaceHead(Sequential(Linear(1280, 4), ReLU(), Linear(4, 2)));

        var names = _sut.ToStateDict().Select(tensor => tensor.Name).ToList();

        names.Should().HaveCount(316).And.OnlyHaveUniqueItems();
        names[..312].Should().Equal(_sut.Plan.StateEntries.Take(312).Select(entry => entry.Name));
    }

    [Fact]
    public void ToStateDict_ModuleChangesAfterwards_KeepsItsValues()
    {
        var weights = _sut.ToStateDict();
        var before = weights["classifier.1.weight"].ReadSingles();

        Zero(_sut);

        weights["classifier.1.weight"].ReadSingles().Should().Equal(before);
    }

    [Fact]
    public void LoadStateDict_ThroughASafetensorsFile_RestoresEveryBit()
    {
        using var other = new MobileNetV2(_sut.Options);
        using var images = randn(2, 3, 64, 64);
        _sut.call(images).Dispose(); // running statistics of their own
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            SafetensorsFile.Write(path, _sut.ToStateDict(new Dictionary<string, string> { ["classes"] = "ten" }));
            var read = SafetensorsFile.Read(path);

            other.LoadStateDict(read, path);

            read.Metadata.Should().Contain("classes", "ten");
            Snapshots.Of(other).Should().Equal(Snapshots.Of(_sut));
            Snapshots.Evaluate(other, images).Should().Equal(Snapshots.Evaluate(_sut, images));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(TensorElementType.Float64)]
    [InlineData(TensorElementType.Float32)]
    [InlineData(TensorElementType.Float16)]
    [InlineData(TensorElementType.BFloat16)]
    public void LoadStateDict_OtherFloatingPointType_Converts(TensorElementType type)
    {
        var weights = new StateDict(_sut.ToStateDict().Select(tensor => tensor.ElementType == TensorElementType.Float32 ? Converted(tensor, type) : tensor));
        Zero(_sut);

        _sut.LoadStateDict(weights);

        _sut.state_dict().Values.Where(tensor => tensor.is_floating_point()).Should().OnlyContain(tensor => tensor.dtype == ScalarType.Float32);
        var loaded = _sut.ToStateDict();
        foreach (var tensor in weights.Where(tensor => tensor.ElementType == type))
            loaded[tensor.Name].ReadSingles().Should().Equal(tensor.ReadSingles(), tensor.Name);
    }

    [Fact]
    public void LoadStateDict_DoubleNetwork_TakesSingles()
    {
        var weights = _sut.ToStateDict();
        _sut.to(ScalarType.Float64);
        Zero(_sut);

        _sut.LoadStateDict(weights);

        _sut.ToStateDict()["features.0.0.weight"].ElementType.Should().Be(TensorElementType.Float64);
        _sut.ToStateDict()["features.0.0.weight"].ReadSingles().Should().Equal(weights["features.0.0.weight"].ReadSingles());
    }

    [Fact]
    public void LoadStateDict_Parameters_StayTheObjectsThatAnOptimizerHolds()
    {
        var before = _sut.parameters().Select(parameter => parameter.Handle).ToArray();

        _sut.LoadStateDict(_sut.ToStateDict());

        _sut.parameters().Select(parameter => parameter.Handle).Should().Equal(before);
        _sut.parameters().Should().OnlyContain(parameter => parameter.requires_grad && parameter.is_leaf);
    }

    [Fact]
    public void LoadStateDict_ManyMismatches_NamesEachAndLeavesTheModuleAlone()
    {
        var weights = new StateDict(_sut.ToStateDict().Where(tensor => tensor.Name is not ("classifier.1.bias" or "features.3.conv.3.running_var"))
            .Select(tensor => tensor.Name switch
            {
                // The same numbers in another shape, and shapes that would broadcast.
                "features.0.0.weight" => new NamedTensor(tensor.Name, tensor.ElementType, [tensor.ElementCount], tensor.Data),
                "features.0.1.weight" => NamedTensor.FromSingles(tensor.Name, [1], [0]),
                "features.0.1.bias" => NamedTensor.FromSingles(tensor.Name, [], [0]),
                "features.0.1.num_batches_tracked" => NamedTensor.FromInt64s(tensor.Name, [1], [3]),
                _ => tensor,
            })
            .Append(NamedTensor.FromSingles("classifier.2.weight", [1], [0])));
        var before = Snapshots.Of(_sut);

        var load = () => _sut.LoadStateDict(weights, "flowers.safetensors");

        var thrown = load.Should().Throw<StateDictMismatchException>().Which;
        thrown.Comparison.Missing.Should().BeEquivalentTo("classifier.1.bias", "features.3.conv.3.running_var");
        thrown.Comparison.Unexpected.Should().Equal("classifier.2.weight");
        thrown.Comparison.Misshaped.Select(mismatch => mismatch.ToString()).Should().BeEquivalentTo(
            "features.0.0.weight: expected [16, 3, 3, 3], found [432]", "features.0.1.weight: expected [16], found [1]",
            "features.0.1.bias: expected [16], found []", "features.0.1.num_batches_tracked: expected [], found [1]");
        thrown.Message.Should().StartWith("flowers.safetensors").And.ContainAll(
            ["classifier.1.bias", "features.3.conv.3.running_var", "classifier.2.weight", "features.0.0.weight", "features.0.1.weight"]);
        Snapshots.Of(_sut).Should().Equal(before);
    }

    [Fact]
    public void LoadStateDict_OneClass_IsNotSpreadOverTen()
    {
        using var oneClass = new MobileNetV2(_sut.Options with { Classes = 1 });
        var before = Snapshots.Of(_sut);

        var load = () => _sut.LoadStateDict(oneClass.ToStateDict());

        load.Should().Throw<StateDictMismatchException>().Which.Comparison.Misshaped.Should().HaveCount(2);
        Snapshots.Of(_sut).Should().Equal(before);
    }

    [Fact]
    public void LoadAndToStateDict_WithoutAScope_LeaveNoTensors()
    {
        _sut.LoadStateDict(_sut.ToStateDict());
        var before = TestRun.LiveTensors();

        _sut.LoadStateDict(_sut.ToStateDict());

        Tensor.TotalCount.Should().Be(before);
    }

    private static void Zero(nn.Module module)
    {
        using var gradients = no_grad();
        foreach (var tensor in module.state_dict().Values)
            tensor.zero_();
    }

    private static NamedTensor Converted(NamedTensor tensor, TensorElementType type)
    {
        byte[] Bytes<T>(Func<float, T> convert) where T : unmanaged =>
            MemoryMarshal.AsBytes<T>(Array.ConvertAll(tensor.ReadSingles(), value => convert(value))).ToArray();
        return new NamedTensor(tensor.Name, type, tensor.Shape, type switch
        {
            TensorElementType.Float64 => Bytes(value => (double)value),
            TensorElementType.Float16 => Bytes(value => (Half)value),
            TensorElementType.BFloat16 => Bytes(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
            _ => Bytes(value => value),
        });
    }
}
