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
        var description = new ModelDescription { WidthMultiplier = 0.35, Classes = 3, Labels = ["a", "b", "c"], InputSize = 64, ResizeSize = 72, TrainingSummary = "one epoch" };
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

        ModelFile.Save(PathOf("net"), model, new ModelDescription { WidthMultiplier = 0.35, Classes = 3 });

        var weights = SafetensorsFile.Read(PathOf("net"));
        weights.Select(tensor => tensor.Name).Should().Equal(model.Plan.StateEntries.Select(entry => entry.Name));
        weights.Should().HaveCount(314);
        weights[0].Name.Should().Be("features.0.0.weight");
    }

    [Fact]
    public void Save_DescriptionOfAnotherNetwork_ThrowsAndLeavesTheOldFile()
    {
        File.WriteAllText(PathOf("net"), "old");
        using var model = Create(0.35, 3);

        FluentActions.Invoking(() => ModelFile.Save(PathOf("net"), model, new ModelDescription { WidthMultiplier = 0.5, Classes = 3 }))
            .Should().Throw<ArgumentException>().WithMessage("*WidthMultiplier = 0.5*WidthMultiplier = 0.35*");
        File.ReadAllText(PathOf("net")).Should().Be("old");
    }

    [Fact]
    public void Save_HeadOfAnotherKind_Throws()
    {
        using var model = Create(0.35, 3);
        model.ReplaceHead(torch.nn.Linear(1280, 3));

        FluentActions.Invoking(() => ModelFile.Save(PathOf("net"), model, new ModelDescription { WidthMultiplier = 0.35, Classes = 3 }))
            .Should().Throw<StateDictMismatchException>();
    }

    [Theory]
    [InlineData(0.35, 7)]
    [InlineData(1.0, 1000)]
    [InlineData(1.4, 102)]
    public void Load_FileWithoutDescription_ReadsWidthAndClassesOffTheWeights(double width, int classes)
    {
        using var model = Create(width, classes);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict());

        var (copy, description) = ModelFile.Load(PathOf("net"));

        using var _ = copy;
        description.Should().BeEquivalentTo(new ModelDescription { WidthMultiplier = width, Classes = classes });
    }

    [Fact]
    public void Load_UncommonWidthWithoutDescription_SaysWhatWasFound()
    {
        using var model = Create(0.9, 3);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict());

        // At 0.9 the stem has 32 channels like at 1.0; the blocks differ.
        FluentActions.Invoking(() => ModelFile.Load(PathOf("net")))
            .Should().Throw<StateDictMismatchException>().WithMessage($"{PathOf("net")}: *0 missing, 0 unexpected*another shape: features.*expected [*], found [*]*");
    }

    [Fact]
    public void Load_StemOfNoCustomaryWidth_SaysWhatWasFound()
    {
        using var model = Create(3.0, 3);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict());

        FluentActions.Invoking(() => ModelFile.Load(PathOf("net")))
            .Should().Throw<WeightsFormatException>().WithMessage("*'features.0.0.weight'*0.35, 0.5,*found [96, 3, 3, 3]*");
    }

    [Fact]
    public void Load_AnotherNetwork_ListsWhatDoesNotFit()
    {
        SafetensorsFile.Write(PathOf("net"), new StateDict([NamedTensor.FromSingles("layer1.0.conv1.weight", [1], [0])]));

        var mismatch = FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<StateDictMismatchException>().Which;

        mismatch.Comparison.Missing.Should().HaveCount(314);
        mismatch.Comparison.Unexpected.Should().Equal("layer1.0.conv1.weight");
    }

    [Fact]
    public void Load_DescriptionContradictsTheWeights_ListsWhatDoesNotFit()
    {
        using var model = Create(0.35, 3);
        SafetensorsFile.Write(PathOf("net"), model.ToStateDict(new ModelDescription { WidthMultiplier = 0.35, Classes = 4 }.ToMetadata()));

        var mismatch = FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<StateDictMismatchException>().Which;

        mismatch.Comparison.Misshaped.Select(entry => entry.Name).Should().Equal("classifier.1.weight", "classifier.1.bias");
    }

    [Fact]
    public void Load_DescriptionBeyondWhatCanBeBuilt_ThrowsTheFormatsException()
    {
        var metadata = new ModelDescription { WidthMultiplier = 1e9, Classes = 3 }.ToMetadata();
        SafetensorsFile.Write(PathOf("net"), new StateDict([], metadata));

        FluentActions.Invoking(() => ModelFile.Load(PathOf("net"))).Should().Throw<WeightsFormatException>().WithMessage("*channels*");
    }

    private static MobileNetV2 Create(double width, int classes) => new(new MobileNetV2Options { WidthMultiplier = width, Classes = classes });

    private string PathOf(string name) => Path.Combine(_folder, name + ".safetensors");
}
