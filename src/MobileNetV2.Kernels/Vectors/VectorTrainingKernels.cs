using static MobileNets.Kernels.KernelSet;

namespace MobileNets.Kernels;

/// <summary>Cuts the gradients into the tiles that the generated micro-kernels of a vector width compute.</summary>
internal abstract unsafe class VectorTrainingKernels(TrainingMicroKernels kernels) : TrainingKernels
{
    private const int OuterUnits = 3;

    public override void AddOuterProduct(in OuterProductCall call)
    {
        var unit = kernels.OuterProduct.Length / OuterUnits;
        var cut = new TileCut((call.LeftChannels + unit - 1) / unit, OuterUnits);
        var fetch = default(FetchCursor);
        if (call.Next.TotalBytes + call.AfterNext.TotalBytes > 0)
            fetch.Begin((nint)cut.Tiles * kernels.OuterParts * ((call.Pixels + BlockChannels - 1) / BlockChannels), call.Next, call.AfterNext);
        var first = 0;
        for (var tile = 0; tile < cut.Tiles; tile++)
        {
            var channels = unit * (tile < cut.LargeTiles ? cut.LargeSize : cut.SmallSize);
            kernels.OuterProduct[Math.Min(channels, call.LeftChannels - first) - 1](in call, first, ref fetch);
            first += channels;
        }
    }

    public override void DepthwiseGradientRow(in DepthwiseGradientCall call, ref FetchCursor fetch)
    {
        if (call.WeightGradient == null)
        {
            FrozenDepthwiseGradientRow(in call, ref fetch);
            return;
        }
        var rows = (call.Gradient0 == null ? 0 : 1) + (call.Gradient1 == null ? 0 : 2) + (call.Gradient2 == null ? 0 : 4);
        var tiles = kernels.DepthwiseGradient[8 * (call.Stride - 1) + rows];
        if (call.Dilation != 1 || tiles.Length == 0)
        {
            kernels.AnyDepthwiseGradient(in call, ref fetch);
            return;
        }
        var cut = new TileCut(call.OutputWidth, tiles.Length);
        // As in VectorKernels: no address waits for the cut.
        if (cut.LargeTiles == 0)
            tiles[cut.SmallSize - 1](in call, 0, cut.SmallTiles, ref fetch);
        else
        {
            tiles[cut.LargeSize - 1](in call, 0, cut.LargeTiles, ref fetch);
            tiles[cut.SmallSize - 1](in call, cut.LargePixels, cut.SmallTiles, ref fetch);
        }
    }

    public override void StemGradientRow(in StemGradientCall call, ref FetchCursor fetch)
    {
        for (var first = 0; first < call.InputChannels; first += kernels.StemGradient.Length)
            kernels.StemGradient[Math.Min(call.InputChannels - first, kernels.StemGradient.Length) - 1](in call, first, ref fetch);
    }

    private void FrozenDepthwiseGradientRow(in DepthwiseGradientCall call, ref FetchCursor fetch)
    {
        var unused = stackalloc float[9 * BlockChannels];
        DepthwiseGradientRow(call with { WeightGradient = unused }, ref fetch);
    }
}
