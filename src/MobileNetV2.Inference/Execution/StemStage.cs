using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>The first layer. Rows of the picture are copied into a ring that has a zero at either end of a row.</summary>
internal sealed unsafe class StemStage(PackedConvolution stem) : RowStage(block: 0, stem.Input, stem.Output, stride: 2, reach: 1)
{
    // What stands before pixel 0: a zero, and what keeps rows at whole cache lines.
    private const int LeftPadding = 16;

    public override long ScratchFloats => Window * (long)RingRowFloats;

    private nint PaddedWidth => WidthWithPadding(Input);

    private nint RingRowFloats => Input.Channels * PaddedWidth;

    /// <summary>Zeros that stand for a row outside the picture.</summary>
    public static long ZerosNeeded(TensorShape picture) => picture.Channels * (long)WidthWithPadding(picture);

    public override void Produce(in SegmentRun run, in StageMemory memory, int row)
    {
        var ring = new Rows(memory.Scratch + LeftPadding, RingRowFloats, PaddedWidth, Window);
        for (var y = FirstNewRowFor(row, memory); y <= LastRowFor(row); y++)
            for (var channel = 0; channel < Input.Channels; channel++)
            {
                var padded = ring[y] + channel * PaddedWidth;
                padded[-1] = 0;
                padded[Input.Width] = 0;
                new ReadOnlySpan<float>(memory.Input[y] + channel * memory.Input.BlockStride, Input.Width).CopyTo(new Span<float>(padded, Input.Width));
            }

        var center = row * Stride;
        run.Kernels.StemRow(new StemRowCall
        {
            Above = center > 0 ? ring[center - 1] : run.Zeros + LeftPadding,
            Center = ring[center],
            Below = center + 1 < Input.Height ? ring[center + 1] : run.Zeros + LeftPadding,
            ChannelStride = PaddedWidth,
            InputChannels = Input.Channels,
            Weights = stem.Weights,
            Bias = stem.Bias,
            Output = memory.Output[row],
            OutputBlockStride = memory.Output.BlockStride,
            OutputChannels = Output.Channels,
            OutputWidth = Output.Width,
        });
    }

    private static nint WidthWithPadding(TensorShape picture) => LeftPadding + (picture.Width + LeftPadding) / LeftPadding * LeftPadding;
}
