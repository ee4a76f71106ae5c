using MobileNets.Modules;
using MobileNets.Training.Data;

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

    /// <summary>The data set's <see cref="ImageDataset.Fingerprint"/>.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The data set's <see cref="ImageDataset.SplitRule"/>.</summary>
    public required string SplitRule { get; init; }

    /// <summary>The network's dropout probability, which weights do not tell.</summary>
    public required double Dropout { get; init; }

    /// <summary>Threads that torch computed with: another number sums in another order.</summary>
    public required int Threads { get; init; }

    /// <summary>What the steps are computed with, fused or torch: the other rounds differently. Checkpoints without it are older than the choice.</summary>
    public ComputeMode Compute { get; init; } = ComputeMode.Torch;

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

    /// <summary>What early stopping makes of the finished epochs.</summary>
    public EarlyStopping EarlyStopping =>
        History.Aggregate(new EarlyStopping(Options.EarlyStoppingPatience), (stopping, epoch) => stopping.After(epoch.ValidationAccuracy));

    /// <summary>The state after one more step.</summary>
    /// <param name="images">Pictures in the step.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="correct">How many were classified correctly.</param>
    /// <param name="elapsed">The step with the wait before it.</param>
    /// <param name="waited">The wait for pictures.</param>
    internal TrainingState AfterStep(long images, double loss, long correct, TimeSpan elapsed, TimeSpan waited) => this with
    {
        Step = Step + 1,
        Tally = new EpochTally(
            Tally.Steps + 1, Tally.Images + images, Tally.LossSum + loss * images, Tally.Correct + correct, Tally.Elapsed + elapsed, Tally.Waited + waited),
    };

    /// <summary>The state after the evaluation that ends an epoch.</summary>
    /// <param name="learningRate">The last step's learning rate.</param>
    /// <param name="evaluation">The validation pictures' figures.</param>
    /// <param name="elapsed">How long the evaluation took.</param>
    internal TrainingState AfterEpoch(double learningRate, Evaluation evaluation, TimeSpan elapsed) => this with
    {
        Epoch = Epoch + 1,
        Tally = new EpochTally(),
        History =
        [
            .. History,
            new EpochResult(
                Epoch + 1, learningRate, Tally.LossSum / Tally.Images, (double)Tally.Correct / Tally.Images, evaluation.Loss, evaluation.Top1,
                EarlyStopping.After(evaluation.Top1).IsBest, Tally.Elapsed + elapsed, Tally.Waited / Tally.Elapsed),
        ],
    };
}
