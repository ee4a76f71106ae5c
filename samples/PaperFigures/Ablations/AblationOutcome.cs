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

    /// <summary>Outcomes of the variants that have runs, in the variants' order; only seeds that all of these were trained with count.</summary>
    public static IReadOnlyList<AblationOutcome> Of(IReadOnlyList<AblationEpoch> epochs)
    {
        var last = epochs.Max(epoch => epoch.Epoch);
        var ends = epochs.Where(epoch => epoch.Epoch == last).ToList();
        var variants = AblationVariant.All.Where(variant => ends.Any(end => end.Variant == variant)).ToList();
        var common = ends.GroupBy(end => end.Seed).Where(seed => seed.Count() == variants.Count).SelectMany(seed => seed).ToLookup(end => end.Variant);
        return
        [
            .. variants.Select(variant => new AblationOutcome(
                variant, last, common[variant].ToDictionary(end => end.Seed, end => end.ValidationAccuracy), common[variant].Average(end => end.TrainAccuracy))),
        ];
    }

    /// <summary>The mean difference in accuracy from another variant's runs with the same seeds.</summary>
    public double DifferenceFrom(AblationOutcome other) => Accuracies.Average(entry => entry.Value - other.Accuracies[entry.Key]);

    /// <summary>Seeds with which this variant did worse than another.</summary>
    public int SeedsBelow(AblationOutcome other) => Accuracies.Count(entry => entry.Value < other.Accuracies[entry.Key]);
}
