using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// An inverted residual over the whole map at once, for maps so small that weights outweigh activations: each member takes some of the
/// expanded channels through expansion and depthwise convolution, 16 or 32 at a time; then the members share the projection. Or each takes
/// all channels of a band of rows, and expands a row more at its borders.
/// </summary>
/// <param name="block">The block.</param>
/// <param name="parts">Into how many parts the expanded channels are split, each projected before the next is expanded.</param>
/// <param name="keepsExpansion">Whether a part's expanded tensor is stored whole, instead of 16 or 32 channels a member.</param>
/// <param name="inBands">Whether members share rows instead of channels.</param>
internal sealed unsafe class ChannelSlices<T>(PackedBlock<T> block, int parts, bool keepsExpansion, bool inBands = false) : Segment<T>
    where T : unmanaged, INumber<T>
{
    // What members share the projection by; the kernels' own tiles are this or less.
    private const int TilePixels = 14;

    private const int PanelsACall = 2;

    public override TensorShape Input { get; } = block.Input;

    public override TensorShape Output { get; } = block.Output;

    public override int LastBlock => block.Index;

    private int PartBlocks { get; } = (block.ExpandedBlocks + parts - 1) / parts;

    private nint ExpandedLength { get; } = Tensors.BlockLength(block.Input);

    private nint FilteredLength { get; } = Tensors.BlockLength(block.Output);

    private int BlocksAtATime { get; } = PackedBlock<T>.BlocksAtATime(Tensors.BlockLength(block.Input));

    // A tensor of integers is too narrow for sums that go on: all parts are projected at the end.
    private static bool GoesOn => typeof(T) == typeof(float);

    private int FilteredBlocks => GoesOn ? PartBlocks : block.ExpandedBlocks;

    public override long ScratchLength(int members) =>
        FilteredBlocks * (long)FilteredLength + (!block.Expands ? 0 : keepsExpansion ? PartBlocks : members * BlocksAtATime) * (long)ExpandedLength;

    public override MemoryRange FirstWeights(in SegmentRun<T> run)
    {
        var (from, to) = BlockShare(run, PartBlocks);
        return block.PanelRange(from, Math.Min(BlocksAtATime, to - from));
    }

    public override void Run(in SegmentRun<T> run)
    {
        for (var first = 0; first < block.ExpandedBlocks; first += PartBlocks)
        {
            if (first > 0)
                run.Barrier();
            var count = Math.Min(PartBlocks, block.ExpandedBlocks - first);
            ExpandAndFilter(run, first, count);
            if (GoesOn)
                Project(run, first, count);
        }
        if (!GoesOn)
            Project(run, 0, block.ExpandedBlocks);
        HandOut(run);
    }

    private (int From, int To) BlockShare(in SegmentRun<T> run, int count) => inBands ? (0, count) : run.Share(count);

    private (int From, int To) RowShare(in SegmentRun<T> run) => inBands ? run.Share(Output.Height) : (0, Output.Height);

    // The rows of the input that rows of the output are made of.
    private (int From, int To) Window((int From, int To) rows) =>
        (Math.Max(0, rows.From * block.Stride - block.Dilation), Math.Min(Input.Height, (rows.To - 1) * block.Stride + block.Dilation + 1));

    private void ExpandAndFilter(in SegmentRun<T> run, int first, int count)
    {
        var filtered = run.Scratch + (GoesOn ? 0 : first * FilteredLength);
        var scratch = run.Scratch + FilteredBlocks * FilteredLength + (keepsExpansion ? 0 : run.Member * BlocksAtATime * ExpandedLength);
        var (from, to) = BlockShare(run, count);
        var rows = RowShare(run);
        if (rows.From == rows.To)
            return;
        for (var i = from; i < to; i += BlocksAtATime)
        {
            var expanded = block.Expands ? scratch + (keepsExpansion ? i * ExpandedLength : 0) : run.Input + (first + i) * ExpandedLength;
            var blocks = Math.Min(BlocksAtATime, to - i);
            if (block.Expands)
                Expand(run, Window(rows), first + i, blocks, expanded, i + blocks < to
                    ? block.PanelRange(first + i + blocks, Math.Min(BlocksAtATime, to - i - blocks))
                    : block.Projection.PanelRange(BlockShare(run, block.Projection.PanelCount).From, PanelsACall));
            for (var channels = 0; channels < blocks; channels++)
                Filter(run, rows, first + i + channels, expanded + channels * ExpandedLength, filtered + (i + channels) * FilteredLength);
        }
    }

    private void Expand(in SegmentRun<T> run, (int From, int To) rows, int first, int blocks, T* output, MemoryRange next) => run.Kernels.Pointwise(new PointwiseCall<T>
    {
        Input = run.Input + rows.From * Tensors.RowLength(Input),
        InputBlockStride = ExpandedLength,
        InputChannels = Input.Channels,
        Weights = block.Expansion(first),
        PanelStride = block.PanelStride,
        Scale = block.ExpansionScale(first),
        Bias = block.ExpansionBias(first),
        Output = output + rows.From * Tensors.RowLength(Input),
        OutputBlockStride = ExpandedLength,
        OutputChannels = blocks * KernelSet.BlockChannels,
        Pixels = (rows.To - rows.From) * Input.Width,
        ReLU6 = true,
        Next = next,
    });

    private void Filter(in SegmentRun<T> run, (int From, int To) bandRows, int channels, T* source, T* output)
    {
        var rows = Tensors.Whole(source, Input);
        var call = new DepthwiseRowCall<T>
        {
            InputWidth = Input.Width,
            Weights = block.Depthwise(channels),
            Scale = block.DepthwiseScale(channels),
            Bias = block.DepthwiseBias(channels),
            OutputWidth = Output.Width,
            Stride = block.Stride,
            Dilation = block.Dilation,
            ReLU6 = true,
        };
        for (var row = bandRows.From; row < bandRows.To; row++)
        {
            var center = row * block.Stride;
            call.Above = center >= block.Dilation ? rows[center - block.Dilation] : run.Zeros;
            call.Center = rows[center];
            call.Below = center + block.Dilation < Input.Height ? rows[center + block.Dilation] : run.Zeros;
            call.Output = output + row * Tensors.RowLength(Output);
            run.Kernels.DepthwiseRow(call);
        }
    }

    private void Project(in SegmentRun<T> run, int firstBlock, int blocks)
    {
        if (inBands)
        {
            ProjectBand(run, firstBlock, blocks);
            return;
        }
        run.Barrier();
        ProjectPanels(run, firstBlock, blocks);
    }

    private void ProjectBand(in SegmentRun<T> run, int firstBlock, int blocks)
    {
        var (from, to) = RowShare(run);
        var panels = block.Projection.PanelCount;
        for (var panel = 0; panel < panels && from < to; panel += PanelsACall)
            Project(run, firstBlock, blocks, panel, Math.Min(PanelsACall, panels - panel), from * Output.Width, (to - from) * Output.Width, isLast: panel + PanelsACall >= panels);
    }

    // Shared by panels of outputs; a member's share may begin and end within a panel.
    private void ProjectPanels(in SegmentRun<T> run, int firstBlock, int blocks)
    {
        var pixels = (int)Output.Pixels;
        var tiles = (pixels + TilePixels - 1) / TilePixels;
        var (from, to) = run.Share(block.Projection.PanelCount * tiles);
        while (from < to)
        {
            var (panel, tile) = Math.DivRem(from, tiles);
            if (tile == 0 && to - from >= tiles)
            {
                var panels = Math.Min(PanelsACall, (to - from) / tiles);
                from += panels * tiles;
                Project(run, firstBlock, blocks, panel, panels, 0, pixels, isLast: from >= to);
            }
            else
            {
                var count = Math.Min(tiles - tile, to - from);
                from += count;
                Project(run, firstBlock, blocks, panel, 1, tile * TilePixels, Math.Min(count * TilePixels, pixels - tile * TilePixels), isLast: from >= to);
            }
        }
    }

    private void Project(in SegmentRun<T> run, int firstBlock, int blocks, int panel, int panels, int firstPixel, int pixels, bool isLast)
    {
        var firstExpanded = firstBlock * KernelSet.BlockChannels;
        var output = panel * FilteredLength + (nint)firstPixel * KernelSet.BlockChannels;
        run.Kernels.Pointwise(new PointwiseCall<T>
        {
            Input = run.Scratch + (nint)firstPixel * KernelSet.BlockChannels,
            InputBlockStride = FilteredLength,
            InputChannels = Math.Min(blocks * KernelSet.BlockChannels, block.ExpandedChannels - firstExpanded),
            Weights = block.Projection.Weights + panel * block.Projection.PanelStride + (nint)firstExpanded * KernelSet.BlockChannels,
            PanelStride = block.Projection.PanelStride,
            Scale = block.Projection.Scale + panel * KernelSet.BlockChannels,
            Bias = firstBlock == 0 ? block.Projection.Bias + panel * KernelSet.BlockChannels : (float*)run.Zeros,
            Output = run.Output + output,
            OutputBlockStride = FilteredLength,
            OutputChannels = Math.Min(panels * KernelSet.BlockChannels, Output.Channels - panel * KernelSet.BlockChannels),
            // The first part begins with bias and shortcut, the others go on from what is there: one sum, in one order.
            Residual = firstBlock > 0 ? run.Output + output : block.HasShortcut ? run.Input + output : null,
            ResidualScale = block.ResidualScale,
            Pixels = pixels,
            Next = isLast ? Next?.FirstWeights(run) ?? default : block.Projection.PanelRange(panel + panels, PanelsACall),
        });
    }

    private void HandOut(in SegmentRun<T> run)
    {
        if (run.Task.TapCount == 0)
            return;
        run.Barrier();
        var (from, to) = run.Share(Panels.Blocks(Output.Channels));
        var firstChannel = from * KernelSet.BlockChannels;
        var channels = Math.Min(Output.Channels, to * KernelSet.BlockChannels) - firstChannel;
        run.Task.HandOut(LastBlock, run.Output + from * FilteredLength, FilteredLength, firstChannel, channels,
            0, (int)Output.Pixels, block.OutputStep, (nint)Output.Pixels);
    }
}
