namespace MobileNets.PaperFigures.Ablations;

/// <summary>What one epoch of a run came to; losses are mean cross entropies, accuracies from 0 to 1.</summary>
internal sealed record AblationEpoch(
    AblationVariant Variant, ulong Seed, int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy);
