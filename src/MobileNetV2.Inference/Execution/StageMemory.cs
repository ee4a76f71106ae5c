namespace MobileNets.Inference;

/// <summary>Where a stage of a row pipeline works, and how far it has come.</summary>
internal unsafe struct StageMemory
{
    public Rows Input;

    public Rows Output;

    /// <summary>What the stage keeps from row to row.</summary>
    public float* Scratch;

    /// <summary>The first output row of this run.</summary>
    public int FirstRow;

    /// <summary>The output row to be made next.</summary>
    public int NextRow;
}
