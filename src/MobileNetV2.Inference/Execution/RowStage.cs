using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>A block in a row pipeline: makes one row of its output from a few of its input.</summary>
/// <param name="block">The plan's block.</param>
/// <param name="input">Shape of its input.</param>
/// <param name="output">Shape of its output.</param>
/// <param name="stride">Input rows for one output row, 1 or 2.</param>
/// <param name="reach">How many input rows above and below the centre one are read.</param>
internal abstract class RowStage<T>(int block, TensorShape input, TensorShape output, int stride, int reach)
    where T : unmanaged, INumber<T>
{
    /// <summary>The plan's block.</summary>
    public int Block { get; } = block;

    public TensorShape Input { get; } = input;

    public TensorShape Output { get; } = output;

    /// <summary>Input rows for one output row, 1 or 2.</summary>
    public int Stride { get; } = stride;

    /// <summary>How many input rows above and below the centre one are read.</summary>
    public int Reach { get; } = reach;

    /// <summary>What 1 stands for in its output.</summary>
    public abstract float OutputStep { get; }

    /// <summary>Numbers of memory for what it keeps from row to row.</summary>
    public abstract long ScratchLength { get; }

    /// <summary>How many input rows are in use at a time.</summary>
    public int Window => 2 * Reach + 1;

    /// <summary>The first input row that an output row needs.</summary>
    public int FirstRowFor(int row) => Math.Max(0, row * Stride - Reach);

    /// <summary>The last input row that an output row needs.</summary>
    public int LastRowFor(int row) => Math.Min(Input.Height - 1, row * Stride + Reach);

    /// <summary>Makes a row; its predecessor, unless this is the first, was made just before.</summary>
    public abstract void Produce(in SegmentRun<T> run, in StageMemory<T> memory, int row);

    /// <summary>The first input row that no output row before this one has needed.</summary>
    protected int FirstNewRowFor(int row, in StageMemory<T> memory) =>
        row == memory.FirstRow ? FirstRowFor(row) : LastRowFor(row - 1) + 1;
}
