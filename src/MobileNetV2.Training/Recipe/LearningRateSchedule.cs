namespace MobileNets.Training;

/// <summary>The learning rate as a function of the step alone, so that a resumed run needs no state of it.</summary>
public sealed class LearningRateSchedule
{
    private readonly TrainingOptions _options;
    private readonly int _stepsPerEpoch;

    /// <summary>Describes a run's learning rates.</summary>
    /// <param name="options">The schedule, its rates, warm-up steps and epochs.</param>
    /// <param name="stepsPerEpoch">Steps an epoch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerEpoch"/> is below 1.</exception>
    public LearningRateSchedule(TrainingOptions options, int stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        _options = options;
        _stepsPerEpoch = stepsPerEpoch;
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step since training began, from 0; after the last one the cosine stays at its floor.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var warmup = step < _options.WarmupSteps ? (step + 1.0) / _options.WarmupSteps : 1;
        return warmup * _options.Schedule switch
        {
            ScheduleKind.Exponential => _options.LearningRate * Math.Pow(_options.LearningRateDecay, step / _stepsPerEpoch),
            ScheduleKind.Cosine => Cosine(step),
            _ => _options.LearningRate,
        };
    }

    // The cosine begins where the warm-up ends.
    private double Cosine(long step)
    {
        var steps = (double)_options.Epochs * _stepsPerEpoch - _options.WarmupSteps;
        var share = Math.Clamp((step - _options.WarmupSteps) / Math.Max(steps, 1), 0, 1);
        return _options.MinLearningRate + (_options.LearningRate - _options.MinLearningRate) * (1 + Math.Cos(Math.PI * share)) / 2;
    }
}
