using System.Runtime.CompilerServices;
using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>
/// Blocks chained row by row: each member owns a band of the last block's output rows and pulls what it takes through rings of the latest
/// rows. Between two bands a few rows are made twice.
/// </summary>
internal sealed unsafe class RowPipeline : Segment
{
    private readonly RowStage[] _stages;
    private readonly long _memberFloats;

    public RowPipeline(params IEnumerable<RowStage> stages)
    {
        _stages = [.. stages];
        _memberFloats = _stages.Sum(stage => stage.ScratchFloats) + Enumerable.Range(0, _stages.Length - 1).Sum(RingFloats);
    }

    public override TensorShape Input => _stages[0].Input;

    public override TensorShape Output => _stages[^1].Output;

    public override int LastBlock => _stages[^1].Block;

    private bool ReadsPicture => _stages[0].Block == 0;

    public override long ScratchFloats(int members) => members * _memberFloats;

    [SkipLocalsInit]
    public override void Run(in SegmentRun run)
    {
        var (from, to) = run.Share(Output.Height);
        if (from == to)
            return;
        var memories = stackalloc StageMemory[_stages.Length];
        Prepare(run, memories, from);
        Advance(run, memories, _stages.Length - 1, to - 1);
    }

    // Of a stage's output: as many rows as the next stage's window.
    private long RingFloats(int stage) =>
        _stages[stage + 1].Window * (long)Panels.Blocks(_stages[stage].Output.Channels) * Tensors.RowFloats(_stages[stage].Output);

    private void Prepare(in SegmentRun run, StageMemory* memories, int firstRow)
    {
        for (var i = _stages.Length - 1; i >= 0; i--)
        {
            memories[i].FirstRow = memories[i].NextRow = firstRow;
            firstRow = _stages[i].FirstRowFor(firstRow);
        }

        var scratch = run.Scratch + run.Member * _memberFloats;
        var input = ReadsPicture
            ? new Rows(run.Task.Image, Input.Width, (nint)Input.Pixels, Input.Height)
            : Tensors.Whole(run.Input, Input);
        for (var i = 0; i < _stages.Length; i++)
        {
            memories[i].Input = input;
            memories[i].Scratch = scratch;
            scratch += _stages[i].ScratchFloats;
            if (i + 1 == _stages.Length)
                memories[i].Output = Tensors.Whole(run.Output, Output);
            else
            {
                var rowFloats = Tensors.RowFloats(_stages[i].Output);
                memories[i].Output = new Rows(scratch, Panels.Blocks(_stages[i].Output.Channels) * rowFloats, rowFloats, _stages[i + 1].Window);
                scratch += RingFloats(i);
            }
            input = memories[i].Output;
        }
    }

    /// <summary>Makes a stage's rows up to one of them, and before each what it needs of the stage before.</summary>
    private void Advance(in SegmentRun run, StageMemory* memories, int stage, int lastRow)
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
                memory.NextRow * shape.Width, shape.Width, (nint)shape.Pixels);
        }
    }
}
