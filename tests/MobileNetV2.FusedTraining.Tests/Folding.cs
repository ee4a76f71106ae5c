namespace MobileNets.FusedTraining.Tests;

/// <summary>What of a block is folded into its expansion's weights instead of stored.</summary>
public enum Folding
{
    None,
    Expansion,

    /// <summary>The batch norm that the block's input comes through, too.</summary>
    InputAndExpansion,
}
