using MobileNets.Architecture;
using MobileNets.PaperFigures;
using MobileNets.PaperFigures.Ablations;
using MobileNets.Training;

namespace PaperFigures.Tests;

public sealed class AblationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ablation-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Variants_DifferFromThePublishedInOneRespectEach()
    {
        var published = new MobileNetV2Options();

        foreach (var variant in AblationVariant.All)
            new[] { variant.Bottleneck != published.Bottleneck, variant.Shortcut != published.Shortcut }.Count(differs => differs)
                .Should().Be(variant == AblationVariant.Published ? 0 : 1, variant.Id);
        AblationVariant.All.Select(variant => (variant.Bottleneck, variant.Shortcut)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Parse_All_IsEveryVariantWithEverySeed() =>
        AblationRun.Parse("all").Select(run => $"{run.Variant.Id}:{run.Seed}").Should().BeEquivalentTo(
            from variant in new[] { "published", "relu6", "expansion", "none" } from seed in new[] { 1, 2, 3 } select $"{variant}:{seed}");

    [Fact]
    public void Parse_OneRun_IsThat() => AblationRun.Parse("relu6:7").Should().Equal(new AblationRun(AblationVariant.ReLU6, 7));

    [Theory]
    [InlineData("relu")]
    [InlineData("relu6")]
    [InlineData("relu6:-1")]
    [InlineData("relu6:1:2")]
    public void Parse_AnythingElse_NamesTheVariants(string word) =>
        FluentActions.Invoking(() => AblationRun.Parse(word)).Should().Throw<ArgumentException>().WithMessage($"'{word}'*published, relu6, expansion, none*");

    [Fact]
    public void Append_TwoRuns_ReadsBackWhatWasMeasured()
    {
        var file = Path.Combine(_folder, "results.csv");
        static EpochResult Epoch(int epoch, double accuracy) => new(epoch, 0.05, 2.5, 0.25, 2.25, accuracy, true, TimeSpan.FromSeconds(3), 0);

        AblationResults.Append(file, new AblationRun(AblationVariant.Published, 1), [Epoch(1, 0.125), Epoch(2, 0.5)]);
        AblationResults.Append(file, new AblationRun(AblationVariant.None, 2), [Epoch(1, 0.0625)]);

        File.ReadLines(file).First().Should().Be("# dotnet run -c Release --project samples/PaperFigures -- --ablations all");
        AblationResults.Parse(File.ReadAllText(file)).Should().Equal(
            new AblationEpoch(AblationVariant.Published, 1, 1, 2.5, 0.25, 2.25, 0.125),
            new AblationEpoch(AblationVariant.Published, 1, 2, 2.5, 0.25, 2.25, 0.5),
            new AblationEpoch(AblationVariant.None, 2, 1, 2.5, 0.25, 2.25, 0.0625));
        AblationResults.Missing([new(AblationVariant.None, 1), new(AblationVariant.None, 2), new(AblationVariant.Published, 1)], file).Should().Equal(new AblationRun(AblationVariant.None, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n")]
    [InlineData("variant,seed,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy\npublished,1,1\n")]
    [InlineData("variant,seed,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy\nother,1,1,1,1,1,1\n")]
    public void Parse_AnotherFile_Throws(string text) => FluentActions.Invoking(() => AblationResults.Parse(text)).Should().Throw<FormatException>();

    [Fact]
    public void Outcomes_ComparesTheLastEpochSeedBySeed()
    {
        AblationEpoch Epoch(AblationVariant variant, ulong seed, int epoch, double accuracy) => new(variant, seed, epoch, 1, accuracy / 2, 1, accuracy);
        var outcomes = AblationOutcome.Of(
        [
            Epoch(AblationVariant.Published, 1, 1, 0.9), Epoch(AblationVariant.Published, 1, 2, 0.5), Epoch(AblationVariant.Published, 2, 2, 0.25),
            Epoch(AblationVariant.ReLU6, 1, 2, 0.25), Epoch(AblationVariant.ReLU6, 2, 2, 0.375),
            Epoch(AblationVariant.ReLU6, 3, 2, 0.875), // a seed that the other has not been trained with
        ]);

        outcomes.Select(outcome => outcome.Variant).Should().Equal(AblationVariant.Published, AblationVariant.ReLU6);
        (outcomes[0].Mean, outcomes[0].TrainingMean, outcomes[0].Epochs, outcomes[0].Seeds).Should().Be((0.375, 0.1875, 2, 2));
        outcomes[1].DifferenceFrom(outcomes[0]).Should().Be(-0.0625);
        outcomes[1].SeedsBelow(outcomes[0]).Should().Be(1);
    }

    /// <summary>The committed file: every run to its last epoch, better than chance and far from perfect where the network is the published one.</summary>
    [Fact]
    public void Committed_Results_AreWholeRuns()
    {
        var epochs = AblationResults.Committed();

        var runs = epochs.GroupBy(epoch => $"{epoch.Variant.Id}:{epoch.Seed}").ToList();
        runs.Select(run => run.Key).Should().BeEquivalentTo(AblationRun.Parse("all").Select(run => $"{run.Variant.Id}:{run.Seed}"));
        foreach (var run in runs)
            run.Select(epoch => epoch.Epoch).Should().Equal(Enumerable.Range(1, AblationRun.Recipe.Epochs), run.Key);
        var chance = 1.0 / AblationRun.Pictures.Classes;
        AblationOutcome.Of(epochs)[0].Accuracies.Values.Should().OnlyContain(accuracy => accuracy > 3 * chance && accuracy < 0.9);
    }

    [Fact]
    public void Write_CommittedResults_ShowsEveryNetworkAndItsCurve()
    {
        var report = new Report(_folder, "ablations", "Ablations");

        new AblationSection(AblationResults.Committed()).Write(report);

        report.Html.Should().ContainAll(AblationVariant.All.Select(variant => variant.Title));
        File.ReadAllText(Path.Combine(_folder, "ablations-curves.svg")).Should().ContainAll("linear bottleneck", "ReLU6 bottleneck", "between bottlenecks", "between expansions", "none");
    }

    [Fact]
    public void Network_OfARun_IsItsVariant()
    {
        var network = new AblationRun(AblationVariant.Expansion, 1).Network(20);

        (network.Bottleneck, network.Shortcut, network.Classes, network.InputHeight).Should().Be((BottleneckActivation.Linear, ShortcutPlacement.Expansion, 20, AblationRun.Recipe.ImageSize));
    }
}
