namespace MobileNets.Training;

/// <summary>How the learning rate falls; each may rise linearly first.</summary>
public enum ScheduleKind
{
    /// <summary>Multiplied by <see cref="TrainingOptions.LearningRateDecay"/> after every epoch.</summary>
    Exponential,

    /// <summary>Half a cosine from the full rate to <see cref="TrainingOptions.MinLearningRate"/>, step by step (arXiv 1608.03983, without restarts).</summary>
    Cosine,

    /// <summary>The full rate throughout.</summary>
    Constant,
}
