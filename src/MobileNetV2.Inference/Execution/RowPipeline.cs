using System.Runtime.CompilerServices;
using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>
/// Blocks chained row by row: each member owns a band of the last block's output rows and pulls what it takes through rings of the latest
/// rows. Between two bands a few rows are made twice.
/// </summary>
internal sealed unsafe class RowPipeline<T> : Segment<T>
    where T : unmanaged, INumber<T>
{
    private readonly RowStage<T>[] _stages;
    private readonly long _memberLength;

    public RowPipeline(params IEnumerable<RowStage<T>> stages)
    {
        _stages = [.. stages];
        _memberLength = _stages.Sum(stage => stage.ScratchLength) + Enumerable.Range(0, _stages.Length - 1).Sum(RingLength);
    }

    public override TensorShape Input => _stages[0].Input;

    public override TensorShape Output => _stages[^1].Output;

    public override int LastBlock => _stages[^1].Block;

    private bool ReadsPicture => _stages[0].Block == 0;

    public override long ScratchLength(int members) => members * _memberLength;

    [SkipLocalsInit]
    public override void Run(in SegmentRun<T> run)
    {
        var (from, to) = run.Share(Output.Height);
        if (from == to)
            return;
        var memories = stackalloc StageMemory<T>[_stages.Length];
        Prepare(run, memories, from);
        Advance(run, memories, _stages.Length - 1, to - 1);
    }

    // Of a stage's output: as many rows as the next stage's window.
    private long RingLength(int stage) =>
        _stages[stage + 1].Window * (long)Panels.Blocks(_stages[stage].Output.Channels) * Tensors.RowLength(_stages[stage].Output);

    private void Prepare(in SegmentRun<T> run, StageMemory<T>* memories, int firstRow)
    {
        for (var i = _stages.Length - 1; i >= 0; i--)
        {
            memories[i].FirstRow = memories[i].NextRow = firstRow;
            firstRow = _stages[i].FirstRowFor(firstRow);
        }

        var scratch = run.Scratch + run.Member * _memberLength;
        var input = ReadsPicture
            ? default
            : Tensors.Whole(run.Input, Input);
        for (var i = 0; i < _stages.Length; i++)
        {
            memories[i].Input = input;
            memories[i].Scratch = scratch;
            scratch += _stages[i].ScratchLength;
            if (i + 1 == _stages.Length)
                memories[i].Output = Tensors.Whole(run.Output, Output);
            else
            {
                var rowLength = Tensors.RowLength(_stages[i].Output);
                memories[i].Output = new Rows<T>(scratch, Panels.Blocks(_stages[i].Output.Channels) * rowLength, rowLength, _stages[i + 1].Window);
                scratch += RingLength(i);
            }
            input = memories[i].Output;
        }
    }

    /// <summary>Makes a stage's rows up to one of them, and before each what it needs of the stage before.</summary>
    private void Advance(in SegmentRun<T> run, StageMemory<T>* memories, int stage, int lastRow)
    {
        var current = _stages[stage];
        ref var memory = ref memories[stage];
        for (; memory.NextRow <= lastRow; memory.NextRow++)
        {
            if (stage > 0)
                Advance(run, memories, stage - 1, current.LastRowFor(memory.NextRow));
            current.Produce(run, memory, memory.NextRow);
            var shape = current.Output;
            run.Task.HandOut(current.Block, memory.Output[memory.NextRow], memory.Output.BlockStride, 0, shape.Channels,
                memory.NextRow * shape.Width, shape.Width, current.OutputStep, (nint)shape.Pixels);
        }
    }
}
