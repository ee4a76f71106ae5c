using MobileNets.Architecture;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Modules.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-file-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_ThenLoad_ReturnsTheSameNetworkAndDescription()
    {
        var description = new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 }, Labels = ["a", "b", "c"], InputSize = 64, ResizeSize = 72, TrainingSummary = "one epoch" };
        using var model = Create(0.35, 3);
        using var scope = torch.NewDisposeScope();
        // A training step's worth of running statistics, so that the buffers are not those of a new network.
        model.train();
        model.call(torch.randn(4, 3, 64, 64));
        model.eval();
        var images = torch.randn(2, 3, 64, 64);
        ModelFile.Save(PathOf("net"), model, description);

        var (copy, readDescription) = ModelFile.Load(PathOf("net"));

        using var _ = copy;
        readDescription.Should().BeEquivalentTo(description);
        copy.training.Should().BeFalse();
        copy.call(images).data<float>().ToArray().Should().Equal(model.call(images).data<float>().ToArray());
    }

    [Fact]
    public void Save_Network_WritesPyTorchsNamesInItsOrder()
    {
        using var model = Create(0.35, 3);

        ModelFile.Save(PathOf("net"), model, new ModelDescription());

        var weights = SafetensorsFile.Read(PathOf("net"));
        weights.Select(tensor => tensor.Name).Should().Equal(model.Plan.StateEntries.Select(entry => entry.Name));
        weights.Should().HaveCount(314);
        weights[0].Name.Should().Be("features.0.0.weight");
    }

    [Fact]
    public void Save_LabelsOfAnotherNetwork_ThrowsAndLeavesTheOldFile()
    {
        File.WriteAllText(PathOf("net"), "old");
        using var model = Create(0.35, 3);

        FluentActions.Invoking(() => ModelFile.Save(PathOf("net"), model, new ModelDescription { Labels = ["a", "b"] }))
            .Should().Throw<ArgumentException>().WithMessage("*expected 3 labels*found 2*");
        File.ReadAllText(PathOf("net")).Should().Be("old");
    }

    [Fact]
    public void Save_HeadOfAnotherKind_Throws()
    {
        using var model = Create(0.35, 3);
        model.ReplaceHead(torch.nn.Sequential(torch.nn.Linear(1280, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3)));

        FluentActions.Invoking(() => ModelFile.Save(PathOf("net"), model, new ModelDescription()))
            .Should().Throw<StateDictMismatchException>();
    }

    [Theory]
    [InlineData(0.35, 7)]
    [InlineData(1.0, 1000)]
    [InlineData(1.4, 102)]
    [InlineData(0.9, 3)]
    [InlineData(3.0, 3)]
    public void Load_FileWithoutDescription_ReadsWidthAndClassesOffTheWeights(double width, int classes)
    {
        using var model = Create(width, classes);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict());

        var (copy, description) = ModelFile.Load(PathOf("net"));

        using var _ = copy;
        description.Should().BeEquivalentTo(new ModelDescription { Network = model.Options });
    }

    [Fact]
    public void SaveThenLoad_OwnTable_BuildsTheSameNetwork()
    {
        var options = new MobileNetV2Options { Stages = [new(1, 12, 1, 2), new(4, 20, 2, 2)], StemChannels = 10, HeadChannels = 50, RoundingDivisor = 2, Classes = 3 };
        using var model = new MobileNetV2(options);
        model.eval();
        ModelFile.Save(PathOf("net"), model, new ModelDescription());

        var (copy, description) = ModelFile.Load(PathOf("net"));

        using var _ = copy;
        using var scope = torch.NewDisposeScope();
        var images = torch.randn(1, 3, 40, 40);
        description.Network.Should().Be(options);
        copy.call(images).data<float>().ToArray().Should().Equal(model.call(images).data<float>().ToArray());
    }

    [Fact]
    public void Load_AnotherNetwork_ListsWhatDoesNotFit()
    {
        SafetensorsFile.Write(PathOf("net"), new StateDict([NamedTensor.FromSingles("layer1.0.conv1.weight", [1], [0])]));

        var mismatch = FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<StateDictMismatchException>().Which;

        mismatch.Comparison.Missing.Should().HaveCount(312, "weights without a classifier are those of a feature extractor");
        mismatch.Comparison.Unexpected.Should().Equal("layer1.0.conv1.weight");
    }

    [Fact]
    public void Load_DescriptionContradictsTheWeights_ListsWhatDoesNotFit()
    {
        using var model = Create(0.35, 3);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict(new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 4 } }.ToMetadata()));

        var mismatch = FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<StateDictMismatchException>().Which;

        mismatch.Comparison.Misshaped.Select(entry => entry.Name).Should().Equal("classifier.1.weight", "classifier.1.bias");
    }

    [Fact]
    public void Load_DescriptionBeyondWhatCanBeBuilt_ThrowsTheFormatsException()
    {
        var metadata = new ModelDescription().ToMetadata();
        metadata["mobilenetv2.width_multiplier"] = "1e9";
        SafetensorsFile.Write(PathOf("net"), new StateDict([], metadata));

        FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<WeightsFormatException>().WithMessage("*channels*");
    }

    private static MobileNetV2 Create(double width, int classes) => new(new MobileNetV2Options { WidthMultiplier = width, Classes = classes });

    private string PathOf(string name) => Path.Combine(_folder, name + ".safetensors");
}
