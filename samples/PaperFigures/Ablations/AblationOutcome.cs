namespace MobileNets.PaperFigures.Ablations;

/// <summary>What the runs of one variant came to after their last epoch.</summary>
/// <param name="Variant">The network.</param>
/// <param name="Epochs">Epochs of a run.</param>
/// <param name="Accuracies">Validation accuracy by seed, from 0 to 1.</param>
/// <param name="TrainingMean">Mean training accuracy of the last epoch, from 0 to 1.</param>
internal sealed record AblationOutcome(AblationVariant Variant, int Epochs, IReadOnlyDictionary<ulong, double> Accuracies, double TrainingMean)
{
    public int Seeds => Accuracies.Count;

    public double Mean => Accuracies.Values.Average();

    /// <summary>Outcomes of the variants that have runs, in the variants' order.</summary>
    public static IReadOnlyList<AblationOutcome> Of(IReadOnlyList<AblationEpoch> epochs)
    {
        var last = epochs.Max(epoch => epoch.Epoch);
        return
        [
            .. AblationVariant.All
                .Select(variant => (variant, ends: epochs.Where(epoch => epoch.Variant == variant && epoch.Epoch == last).ToList()))
                .Where(entry => entry.ends.Count > 0)
                .Select(entry => new AblationOutcome(
                    entry.variant, last, entry.ends.ToDictionary(end => end.Seed, end => end.ValidationAccuracy), entry.ends.Average(end => end.TrainAccuracy))),
        ];
    }

    /// <summary>The mean difference in accuracy from another variant's runs with the same seeds.</summary>
    public double DifferenceFrom(AblationOutcome other) => Accuracies.Average(entry => entry.Value - other.Accuracies[entry.Key]);

    /// <summary>Seeds with which this variant did worse than another.</summary>
    public int SeedsBelow(AblationOutcome other) => Accuracies.Count(entry => entry.Value < other.Accuracies[entry.Key]);
}
