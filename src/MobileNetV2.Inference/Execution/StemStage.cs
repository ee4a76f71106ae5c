using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>The first layer. Rows of the picture are copied into a ring that has a zero at either end of a row.</summary>
internal sealed unsafe class StemStage<T>(PackedStem stem) : RowStage<T>(block: 0, stem.Input, stem.Output, stride: 2, reach: 1)
    where T : unmanaged, INumber<T>
{
    // What stands before pixel 0: a zero, and what keeps rows at whole cache lines.
    private const int LeftPadding = 16;

    public override float OutputStep => stem.OutputStep;

    public override long ScratchLength => Tensors.InPlaceOf<T>(Window * (long)RingRowLength);

    private nint PaddedWidth => WidthWithPadding(Input);

    private nint RingRowLength => Input.Channels * PaddedWidth;

    /// <summary>Zeros that stand for a row outside the picture.</summary>
    public static long ZerosNeeded(TensorShape picture) => Tensors.InPlaceOf<T>(picture.Channels * (long)WidthWithPadding(picture));

    public override void Produce(in SegmentRun<T> run, in StageMemory<T> memory, int row)
    {
        var ring = new Rows<float>((float*)memory.Scratch + LeftPadding, RingRowLength, PaddedWidth, Window);
        for (var y = FirstNewRowFor(row, memory); y <= LastRowFor(row); y++)
            for (var channel = 0; channel < Input.Channels; channel++)
            {
                var padded = ring[y] + channel * PaddedWidth;
                padded[-1] = 0;
                padded[Input.Width] = 0;
                new ReadOnlySpan<float>(run.Task.Image + (channel * (nint)Input.Height + y) * Input.Width, Input.Width).CopyTo(new Span<float>(padded, Input.Width));
            }

        var center = row * Stride;
        var zeros = (float*)run.Zeros + LeftPadding;
        run.Kernels.StemRow(new StemRowCall<T>
        {
            Above = center > 0 ? ring[center - 1] : zeros,
            Center = ring[center],
            Below = center + 1 < Input.Height ? ring[center + 1] : zeros,
            ChannelStride = PaddedWidth,
            InputChannels = Input.Channels,
            Weights = stem.Weights,
            Bias = stem.Bias,
            Output = memory.Output[row],
            OutputBlockStride = memory.Output.BlockStride,
            OutputChannels = Output.Channels,
            OutputWidth = Output.Width,
            ReLU6 = true,
        });
    }

    private static nint WidthWithPadding(TensorShape picture) => LeftPadding + (picture.Width + LeftPadding) / LeftPadding * LeftPadding;
}
