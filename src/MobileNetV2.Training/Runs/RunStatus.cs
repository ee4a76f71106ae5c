namespace MobileNets.Training.Runs;

/// <summary>How far a run has come.</summary>
public enum RunStatus
{
    /// <summary>It is running, or was interrupted and can be resumed.</summary>
    Unfinished,

    /// <summary>All epochs are done, or early stopping has ended it.</summary>
    Finished,

    /// <summary>The loss was no longer a number.</summary>
    Diverged,
}
