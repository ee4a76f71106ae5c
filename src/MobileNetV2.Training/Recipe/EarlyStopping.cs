namespace MobileNets.Training;

/// <summary>Ends training when the validation accuracy has not risen for a number of epochs. A value: keep what <see cref="After"/> returns.</summary>
/// <param name="Patience">Epochs without a new best after which to stop; 0 never stops.</param>
/// <param name="BestAccuracy">The highest validation accuracy so far; below any before the first epoch.</param>
/// <param name="EpochsSinceBest">Epochs that have ended since then.</param>
public sealed record EarlyStopping(int Patience, double BestAccuracy = -1, int EpochsSinceBest = 0)
{
    /// <summary>Whether the patience is at an end.</summary>
    public bool ShouldStop => Patience > 0 && EpochsSinceBest >= Patience;

    /// <summary>Whether the last epoch was the best so far.</summary>
    public bool IsBest => BestAccuracy >= 0 && EpochsSinceBest == 0;

    /// <summary>The state after one more epoch.</summary>
    /// <param name="validationAccuracy">Its validation accuracy, 0 to 1; an equal one is no improvement.</param>
    public EarlyStopping After(double validationAccuracy) => validationAccuracy > BestAccuracy
        ? this with { BestAccuracy = validationAccuracy, EpochsSinceBest = 0 }
        : this with { EpochsSinceBest = EpochsSinceBest + 1 };
}
