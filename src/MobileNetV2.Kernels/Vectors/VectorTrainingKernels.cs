using static MobileNets.Kernels.KernelSet;

namespace MobileNets.Kernels;

/// <summary>Cuts the gradients into the tiles that the generated micro-kernels of a vector width compute.</summary>
internal abstract unsafe class VectorTrainingKernels(TrainingMicroKernels kernels) : TrainingKernels
{
    private const int OuterUnits = 3;

    private readonly int outerUnit = kernels.OuterProduct.Length / OuterUnits;

    public override void AddOuterProduct(in OuterProductCall call)
    {
        var cut = CutOuterProduct(call.LeftChannels);
        var fetch = default(FetchCursor);
        if (call.Next.TotalBytes + call.AfterNext.TotalBytes > 0)
            fetch.Begin((nint)cut.Tiles * kernels.OuterParts * ((call.Pixels + BlockChannels - 1) / BlockChannels), call.Next, call.AfterNext);
        var first = 0;
        for (var tile = 0; tile < cut.Tiles; tile++)
        {
            var channels = outerUnit * (tile < cut.LargeTiles ? cut.LargeSize : cut.SmallSize);
            kernels.OuterProduct[Math.Min(channels, call.LeftChannels - first) - 1](in call, first, ref fetch);
            first += channels;
        }
    }

    public override void DepthwiseGradientRows(in DepthwiseGradientCall call, ref FetchCursor fetch)
    {
        if (call.WeightGradient == null)
        {
            FrozenDepthwiseGradientRows(in call, ref fetch);
            return;
        }
        var rows = (call.Gradient0 == null ? 0 : 1) + (call.Gradient1 == null ? 0 : 2) + (call.Gradient2 == null ? 0 : 4);
        var tiles = kernels.DepthwiseGradient[8 * (call.Stride - 1) + rows];
        if (call.Dilation != 1 || tiles.Length == 0)
            kernels.AnyDepthwiseGradient(in call, ref fetch);
        else
        {
            var cut = new TileCut(call.OutputWidth, tiles.Length);
            // As in VectorKernels: no address waits for the cut.
            if (cut.LargeTiles == 0)
            {
                tiles[cut.SmallSize - 1](in call, 0, cut.SmallTiles * call.Rows, ref fetch);
                return;
            }
            tiles[cut.LargeSize - 1](in call, 0, cut.LargeTiles, ref fetch);
            tiles[cut.SmallSize - 1](in call, cut.LargePixels, cut.SmallTiles, ref fetch);
        }
        if (call.Rows > 1)
            DepthwiseGradientRows(call.BelowFirst(), ref fetch);
    }

    public override void StemGradientRow(in StemGradientCall call, ref FetchCursor fetch)
    {
        for (var first = 0; first < call.InputChannels; first += kernels.StemGradient.Length)
            kernels.StemGradient[Math.Min(call.InputChannels - first, kernels.StemGradient.Length) - 1](in call, first, ref fetch);
    }

    // Several tiles end with blocks where they can: one that takes parts of two reads their lines twice.
    private TileCut CutOuterProduct(int channels)
    {
        var units = (channels + outerUnit - 1) / outerUnit;
        return new TileCut(units, units <= OuterUnits ? OuterUnits : Math.Min(OuterUnits, BlockChannels / outerUnit));
    }

    private void FrozenDepthwiseGradientRows(in DepthwiseGradientCall call, ref FetchCursor fetch)
    {
        var unused = stackalloc float[9 * BlockChannels];
        DepthwiseGradientRows(call with { WeightGradient = unused }, ref fetch);
    }
}
