using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// An inverted residual, row by row. Of the expanded tensor only the rows in the depthwise window exist: 16 or 32 channels at a time, new rows
/// are expanded into a ring and the window filtered while it is in the first-level cache; then the row is projected.
/// </summary>
internal sealed unsafe class InvertedResidualStage<T>(PackedBlock<T> block)
    : RowStage<T>(block.Index, block.Input, block.Output, block.Stride, block.Dilation)
    where T : unmanaged, INumber<T>
{
    private readonly int _blocksAtATime = PackedBlock<T>.BlocksAtATime((2 * block.Dilation + 1) * Tensors.RowLength(block.Input));

    public override float OutputStep => block.OutputStep;

    public override long ScratchLength =>
        block.ExpandedBlocks * ((block.Expands ? Window : 0) * (long)Tensors.RowLength(Input) + Tensors.RowLength(Output));

    public override void Produce(in SegmentRun<T> run, in StageMemory<T> memory, int row)
    {
        var filtered = memory.Scratch;
        ExpandAndFilter(run, memory, row, filtered);
        run.Kernels.Pointwise(new PointwiseCall<T>
        {
            Input = filtered,
            InputBlockStride = Tensors.RowLength(Output),
            InputChannels = block.ExpandedChannels,
            Weights = block.Projection.Weights,
            PanelStride = block.Projection.PanelStride,
            Scale = block.Projection.Scale,
            Bias = block.Projection.Bias,
            Output = memory.Output[row],
            OutputBlockStride = memory.Output.BlockStride,
            OutputChannels = Output.Channels,
            // Laid out as the output: a block with a shortcut is not chained, so that both are whole tensors.
            Residual = block.HasShortcut ? memory.Input[row] : null,
            ResidualScale = block.ResidualScale,
            Pixels = Output.Width,
        });
    }

    private void ExpandAndFilter(in SegmentRun<T> run, in StageMemory<T> memory, int row, T* filtered)
    {
        var rowLength = Tensors.RowLength(Input);
        var expanded = block.Expands
            ? new Rows<T>(filtered + block.ExpandedBlocks * Tensors.RowLength(Output), rowLength, Window * rowLength, Window)
            : memory.Input;
        var (firstNew, last) = (FirstNewRowFor(row, memory), LastRowFor(row));
        var center = row * Stride;
        var hasAbove = center - Reach >= 0;
        var hasBelow = center + Reach < Input.Height;

        var expansion = new PointwiseCall<T>
        {
            InputBlockStride = memory.Input.BlockStride,
            InputChannels = Input.Channels,
            PanelStride = block.PanelStride,
            OutputBlockStride = expanded.BlockStride,
            Pixels = Input.Width,
            ReLU6 = true,
        };
        var depthwise = new DepthwiseRowCall<T>
        {
            Above = hasAbove ? expanded[center - Reach] : run.Zeros,
            Center = expanded[center],
            Below = hasBelow ? expanded[center + Reach] : run.Zeros,
            InputWidth = Input.Width,
            Output = filtered,
            OutputWidth = Output.Width,
            Stride = Stride,
            Dilation = Reach,
            ReLU6 = true,
        };
        for (var channels = 0; channels < block.ExpandedBlocks; channels++)
        {
            if (block.Expands && channels % _blocksAtATime == 0)
            {
                expansion.Weights = block.Expansion(channels);
                expansion.Scale = block.ExpansionScale(channels);
                expansion.Bias = block.ExpansionBias(channels);
                expansion.OutputChannels = Math.Min(_blocksAtATime, block.ExpandedBlocks - channels) * KernelSet.BlockChannels;
                for (var y = firstNew; y <= last; y++)
                {
                    expansion.Input = memory.Input[y];
                    expansion.Output = expanded[y] + channels * expanded.BlockStride;
                    run.Kernels.Pointwise(expansion);
                }
            }
            depthwise.Weights = block.Depthwise(channels);
            depthwise.Scale = block.DepthwiseScale(channels);
            depthwise.Bias = block.DepthwiseBias(channels);
            run.Kernels.DepthwiseRow(depthwise);
            depthwise.Above += hasAbove ? expanded.BlockStride : 0;
            depthwise.Center += expanded.BlockStride;
            depthwise.Below += hasBelow ? expanded.BlockStride : 0;
            depthwise.Output += Tensors.RowLength(Output);
        }
    }
}
