namespace MobileNets.Training.Data;

/// <summary>The three parts of a data set.</summary>
public enum Split
{
    /// <summary>What the weights are fitted to.</summary>
    Train,

    /// <summary>What the best epoch is chosen by.</summary>
    Validation,

    /// <summary>What the final number is measured on.</summary>
    Test,
}
