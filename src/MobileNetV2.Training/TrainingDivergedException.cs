namespace MobileNets.Training;

/// <summary>The loss became NaN or infinite. The step was not taken; the best model so far is in its file.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step in the epoch, from 1.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="bestModel">The best model's file; null before the first epoch's end.</param>
    public TrainingDivergedException(int epoch, int step, double learningRate, string? bestModel)
        : base(FormattableString.Invariant($"The loss is no longer a number in epoch {epoch}, step {step} (learning rate {learningRate:G4}). Start again with a smaller learning rate, more warm-up steps or gradient clipping.")
            + (bestModel is null ? "" : $" The best model so far is kept in {bestModel}."))
    {
        Epoch = epoch;
        Step = step;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step in the epoch, from 1.</summary>
    public int Step { get; }
}
