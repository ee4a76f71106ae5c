namespace MobileNets.FusedTraining.Tests;

/// <summary>What of a block is folded into its expansion's weights.</summary>
public enum Folding
{
    None,

    /// <summary>The expansion's batch norm; the expansion is stored.</summary>
    StoredExpansion,

    /// <summary>The expansion's batch norm; the expansion is not stored.</summary>
    Expansion,

    /// <summary>The batch norm that the block's input comes through, too.</summary>
    InputAndExpansion,
}
