using System.Globalization;
using MobileNets.Charts;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>The same training with a ReLU6 bottleneck, and with other shortcuts (paper, figure 6), from the file of results.</summary>
/// <param name="epochs">What the file holds.</param>
internal sealed class AblationSection(IReadOnlyList<AblationEpoch> epochs) : ISection
{
    public string Id => "ablations";

    public string Title => "Linear bottlenecks and where the shortcuts go";

    public void Write(Report report)
    {
        var outcomes = AblationOutcome.Of(epochs);
        var published = outcomes.Single(outcome => outcome.Variant == AblationVariant.Published);
        report.Paragraph("""
            The claim (<a href="https://arxiv.org/abs/1801.04381">paper</a>, section 6.4 and figure 6): a ReLU6 after the projection does harm, because it destroys
            information in a space of few dimensions; shortcuts between bottlenecks do better than shortcuts between expansions, and those better than none.
            """);
        report.Paragraph(string.Create(CultureInfo.InvariantCulture, $"""
            Checked by training each network from scratch on {AblationRun.Pictures.Classes} species of generated flowers, with the same pictures and recipe and
            {published.Seeds} seeds each: <code>dotnet run -c Release --project samples/PaperFigures -- --ablations all</code> fills
            <code>docs/ablations.csv</code>, from which these pictures are drawn. All four networks have the same parameters and mult-adds. Shortcuts between expansions add
            a block's expanded map to the next block's, around the same ten blocks. Chance is {1.0 / AblationRun.Pictures.Classes:P0}.
            """));
        report.Figure("curves", "Accuracy and loss of every epoch: mean of the seeds, and the band from the lowest to the highest.", stream =>
            LineFigure.Write(stream, "The same training run with other bottlenecks and other shortcuts",
            [
                Panel("Validation accuracy (%)", Bottlenecks, epoch => 100 * epoch.ValidationAccuracy, 100),
                Panel("Validation accuracy (%)", Shortcuts, epoch => 100 * epoch.ValidationAccuracy, 100),
                Panel("Training loss", Bottlenecks, epoch => epoch.TrainLoss),
                Panel("Training loss", Shortcuts, epoch => epoch.TrainLoss),
            ]));
        report.Table("outcomes", $"Validation accuracy after the last of {published.Epochs} epochs.", new Table(
            ["network", "mean", .. published.Accuracies.Keys.Select(seed => $"seed {seed}"), "in training", "against the first", "seeds below it"],
            [.. outcomes.Select(outcome => Row(outcome, published))]));
    }

    private static IReadOnlyList<(AblationVariant, string)> Bottlenecks =>
        [(AblationVariant.Published, "linear bottleneck"), (AblationVariant.ReLU6, "ReLU6 bottleneck")];

    private static IReadOnlyList<(AblationVariant, string)> Shortcuts =>
        [(AblationVariant.Published, "between bottlenecks"), (AblationVariant.Expansion, "between expansions"), (AblationVariant.None, "none")];

    private LineChart Panel(string title, IReadOnlyList<(AblationVariant Variant, string Name)> lines, Func<AblationEpoch, double> value, double? limit = null) =>
        new() { Title = title, XLabel = "epoch", WholeX = true, YLimit = limit, Series = [.. lines.Select(line => Line(line.Variant, line.Name, value))] };

    private Series Line(AblationVariant variant, string name, Func<AblationEpoch, double> value)
    {
        var byEpoch = epochs.Where(epoch => epoch.Variant == variant).GroupBy(epoch => epoch.Epoch).OrderBy(group => group.Key)
            .Select(group => (Epoch: group.Key, Values: group.Select(value).ToList())).ToList();
        return new Series(name, [.. byEpoch.Select(point => ((double)point.Epoch, point.Values.Average()))], variant.Tone)
        {
            Spread = [.. byEpoch.Select(point => (point.Values.Min(), point.Values.Max()))],
        };
    }

    private static string[] Row(AblationOutcome outcome, AblationOutcome published) =>
    [
        outcome.Variant.Title,
        Percent(outcome.Mean),
        .. published.Accuracies.Keys.Select(seed => Percent(outcome.Accuracies[seed])),
        Percent(outcome.TrainingMean),
        outcome == published ? "–" : (100 * outcome.DifferenceFrom(published)).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " points",
        outcome == published ? "–" : string.Create(CultureInfo.InvariantCulture, $"{outcome.SeedsBelow(published)} of {outcome.Seeds}"),
    ];

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");
}
