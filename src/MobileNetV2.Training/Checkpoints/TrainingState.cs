namespace MobileNets.Training.Checkpoints;

/// <summary>Where a run is, apart from its tensors.</summary>
/// <remarks>
/// No random state is among it: the order and augmentation of the pictures are functions of (seed, epoch, index), and before
/// every step torch's generator is seeded from (seed, step).
/// </remarks>
public sealed record TrainingState
{
    /// <summary>The recipe.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The data set's fingerprint.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The network's dropout probability, which weights do not tell.</summary>
    public required double Dropout { get; init; }

    /// <summary>Threads that torch computed with: another number sums in another order.</summary>
    public required int Threads { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Steps done since the run began.</summary>
    public long Step { get; init; }

    /// <summary>The epoch in progress, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>What its steps came to so far.</summary>
    public EpochTally Tally { get; init; } = new();

    /// <summary>The finished epochs. The best so far and the epochs since, which early stopping counts, are read off it.</summary>
    public IReadOnlyList<EpochResult> History { get; init; } = [];

    /// <summary>The last epoch that was the best; null before the first.</summary>
    public EpochResult? Best => History.LastOrDefault(epoch => epoch.IsBest);
}
