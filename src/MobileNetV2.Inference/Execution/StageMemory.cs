namespace MobileNets.Inference;

/// <summary>Where a stage of a row pipeline works, and how far it has come.</summary>
internal unsafe struct StageMemory<T>
    where T : unmanaged
{
    public Rows<T> Input;

    public Rows<T> Output;

    /// <summary>What the stage keeps from row to row.</summary>
    public T* Scratch;

    /// <summary>The first output row of this run.</summary>
    public int FirstRow;

    /// <summary>The output row to be made next.</summary>
    public int NextRow;
}
