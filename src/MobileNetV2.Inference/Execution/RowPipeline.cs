using System.Runtime.CompilerServices;
using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>
/// Blocks chained row by row: each member owns a band of the last block's output rows and pulls what it takes through rings of the latest
/// rows. Between two bands a few rows are made twice.
/// </summary>
internal sealed unsafe class RowPipeline(IReadOnlyList<RowStage> stages) : Segment
{
    public override TensorShape Input => stages[0].Input;

    public override TensorShape Output => stages[^1].Output;

    public override int LastBlock => stages[^1].Block;

    private bool ReadsPicture => stages[0].Block == 0;

    public override long ScratchFloats(int members) => members * MemberFloats();

    [SkipLocalsInit]
    public override void Run(in SegmentRun run)
    {
        var (from, to) = run.Share(Output.Height);
        if (from == to)
            return;
        var memories = stackalloc StageMemory[stages.Count];
        Prepare(run, memories, from);
        Advance(run, memories, stages.Count - 1, to - 1);
    }

    private long MemberFloats()
    {
        var floats = stages.Sum(stage => stage.ScratchFloats);
        for (var i = 0; i + 1 < stages.Count; i++)
            floats += RingFloats(i);
        return floats;
    }

    // Of a stage's output: as many rows as the next stage's window.
    private long RingFloats(int stage) =>
        stages[stage + 1].Window * (long)Panels.Blocks(stages[stage].Output.Channels) * Tensors.RowFloats(stages[stage].Output);

    private void Prepare(in SegmentRun run, StageMemory* memories, int firstRow)
    {
        for (var i = stages.Count - 1; i >= 0; i--)
        {
            memories[i].FirstRow = memories[i].NextRow = firstRow;
            firstRow = stages[i].FirstRowFor(firstRow);
        }

        var scratch = run.Scratch + run.Member * MemberFloats();
        var input = ReadsPicture
            ? new Rows(run.Task.Image, Input.Width, (nint)Input.Pixels, Input.Height)
            : Tensors.Whole(run.Input, Input);
        for (var i = 0; i < stages.Count; i++)
        {
            memories[i].Input = input;
            memories[i].Scratch = scratch;
            scratch += stages[i].ScratchFloats;
            if (i + 1 == stages.Count)
                memories[i].Output = Tensors.Whole(run.Output, Output);
            else
            {
                var rowFloats = Tensors.RowFloats(stages[i].Output);
                memories[i].Output = new Rows(scratch, Panels.Blocks(stages[i].Output.Channels) * rowFloats, rowFloats, stages[i + 1].Window);
                scratch += RingFloats(i);
            }
            input = memories[i].Output;
        }
    }

    /// <summary>Makes a stage's rows up to one of them, and before each what it needs of the stage before.</summary>
    private void Advance(in SegmentRun run, StageMemory* memories, int stage, int lastRow)
    {
        var current = stages[stage];
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
