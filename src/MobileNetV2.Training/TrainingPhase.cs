namespace MobileNets.Training;

/// <summary>What a training run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Steps over the training pictures.</summary>
    Training,

    /// <summary>Measuring on the validation pictures.</summary>
    Evaluating,

    /// <summary>Writing a checkpoint.</summary>
    Saving,
}
