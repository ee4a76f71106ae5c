using System.Globalization;
using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

public sealed class ModelDescriptionTests
{
    private static ModelDescription CreateSut() => new()
    {
        Network = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 },
        Labels = ["rose", "größe \"A\"\n", "龍胆 🌷"],
        InputSize = 96,
        ResizeSize = 110,
        TrainingSummary = "90 epochs, 81.3 % on the validation pictures",
    };

    [Fact]
    public void ToMetadata_ThenFromMetadata_ReturnsEverything() =>
        ModelDescription.FromMetadata(CreateSut().ToMetadata(), "file").Should().BeEquivalentTo(CreateSut());

    [Fact]
    public void ToMetadata_ThroughASafetensorsFile_ReturnsEverything()
    {
        var stream = new MemoryStream();
        SafetensorsFile.Write(stream, new StateDict([], CreateSut().ToMetadata()));
        stream.Position = 0;

        ModelDescription.FromMetadata(SafetensorsFile.Read(stream).Metadata, "file").Should().BeEquivalentTo(CreateSut());
    }

    [Fact]
    public void ToMetadata_NothingOptional_LeavesItOut()
    {
        var metadata = new ModelDescription().ToMetadata();

        metadata.Keys.Should().NotContain(["mobilenetv2.labels", "mobilenetv2.training"]);
        ModelDescription.FromMetadata(metadata, "file").Should().BeEquivalentTo(new ModelDescription());
    }

    [Theory]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck)]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.Expansion)]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.None)]
    public void ToMetadata_OtherBottleneckOrShortcut_ReturnsIt(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var sut = new ModelDescription { Network = new MobileNetV2Options { Bottleneck = bottleneck, Shortcut = shortcut } };

        ModelDescription.FromMetadata(sut.ToMetadata(), "file").Should().BeEquivalentTo(sut);
    }

    [Fact]
    public void ToMetadata_CultureWithAComma_WritesAPoint()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
        try
        {
            var metadata = CreateSut().ToMetadata();
            metadata["mobilenetv2.width_multiplier"].Should().Be("0.35");
            ModelDescription.FromMetadata(metadata, "file")!.Network.WidthMultiplier.Should().Be(0.35);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void FromMetadata_OtherProgramsKeys_ReturnsNull() =>
        ModelDescription.FromMetadata(new Dictionary<string, string> { ["format"] = "pt", ["labels"] = "?" }, "file").Should().BeNull();

    [Fact]
    public void FromMetadata_OtherProgramsKeysBesideOurs_PassesThemOver()
    {
        var metadata = CreateSut().ToMetadata();
        metadata["format"] = "pt";
        metadata["mobilenetv2.of_a_later_version"] = "x";

        ModelDescription.FromMetadata(metadata, "file").Should().BeEquivalentTo(CreateSut());
    }

    [Theory]
    [InlineData("architecture", "MobileNetV3")]
    [InlineData("width_multiplier", "0,35")]
    [InlineData("width_multiplier", "0")]
    [InlineData("width_multiplier", "NaN")]
    [InlineData("width_multiplier", "1e999")]
    [InlineData("classes", "three")]
    [InlineData("classes", "99999999999")]
    [InlineData("input_size", "31")]
    [InlineData("stages", "[[1,16,1]]")]
    [InlineData("stages", "[[1,16,1,3]]")]
    [InlineData("stages", "[]")]
    [InlineData("stages", "{}")]
    [InlineData("rounding", "up")]
    [InlineData("rounding_divisor", "0")]
    [InlineData("output_stride", "4")]
    [InlineData("include_classifier", "no")]
    [InlineData("bottleneck", "relu")]
    [InlineData("bottleneck", "1")]
    [InlineData("shortcut", "expansion")]
    [InlineData("resize_size", "95")]
    [InlineData("labels", "rose, tulip, daisy")]
    [InlineData("labels", "{}")]
    [InlineData("labels", """["rose", 2, "daisy"]""")]
    [InlineData("labels", """["rose", "\ud800", "daisy"]""")]
    [InlineData("labels", """["rose", "tulip"]""")]
    public void FromMetadata_MalformedValue_NamesFileAndKey(string key, string value)
    {
        var metadata = CreateSut().ToMetadata();
        metadata[$"mobilenetv2.{key}"] = value;

        FluentActions.Invoking(() => ModelDescription.FromMetadata(metadata, "best.safetensors"))
            .Should().Throw<WeightsFormatException>().WithMessage($"best.safetensors, metadata 'mobilenetv2.{key}': expected *");
    }

    [Theory]
    [InlineData("architecture")]
    [InlineData("width_multiplier")]
    [InlineData("classes")]
    [InlineData("input_size")]
    [InlineData("resize_size")]
    public void FromMetadata_MissingKey_NamesIt(string key)
    {
        var metadata = CreateSut().ToMetadata();
        metadata.Remove($"mobilenetv2.{key}");

        FluentActions.Invoking(() => ModelDescription.FromMetadata(metadata, "file"))
            .Should().Throw<WeightsFormatException>().WithMessage($"*'mobilenetv2.{key}': expected*found nothing*");
    }

    [Fact]
    public void ToMetadata_TooFewLabels_Throws() =>
        FluentActions.Invoking(() => new ModelDescription { Network = new MobileNetV2Options { Classes = 2 }, Labels = ["rose"] }.ToMetadata())
            .Should().Throw<ArgumentException>().WithMessage("mobilenetv2.labels: expected 2 labels*found 1.");

    [Fact]
    public void LabelOf_WithAndWithoutLabels_NamesTheClass()
    {
        CreateSut().LabelOf(0).Should().Be("rose");
        new ModelDescription().LabelOf(285).Should().Be("285");
    }
}
