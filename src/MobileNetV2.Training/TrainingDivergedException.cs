namespace MobileNets.Training;

/// <summary>The loss became NaN or infinite; the weights of the last good epoch are untouched in their file.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step in the epoch, from 1.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public TrainingDivergedException(int epoch, int step, double learningRate)
        : base(FormattableString.Invariant($"The loss is no longer a number in epoch {epoch}, step {step} (learning rate {learningRate:G4}). Try a smaller learning rate or more warm-up steps."))
    {
        Epoch = epoch;
        Step = step;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step in the epoch, from 1.</summary>
    public int Step { get; }
}
