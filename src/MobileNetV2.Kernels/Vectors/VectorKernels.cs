namespace MobileNets.Kernels;

/// <summary>Cuts the operations into the tiles that the generated micro-kernels of a vector width compute.</summary>
/// <remarks>
/// Where all tiles are alike, the first begins at a constant zero: the kernel's addresses would else wait for the cut's two divisions, a quarter
/// of the time that a row of 14 depthwise pixels takes.
/// </remarks>
/// <param name="kernels">The micro-kernels.</param>
/// <param name="mostUnits">The most units of eight outputs of a tile of the 1×1 convolution or the stem, where there are larger ones.</param>
/// <param name="mostPixels">The most pixels of such a tile.</param>
internal abstract unsafe class VectorKernels<T>(MicroKernels<T> kernels, int mostUnits = int.MaxValue, int mostPixels = int.MaxValue) : LayerKernels<T>
    where T : unmanaged
{
    private const int UnitChannels = 8;

    private const int PanelUnits = KernelSet.BlockChannels / UnitChannels;

    public override void Pointwise(in PointwiseCall<T> call)
    {
        var units = (call.OutputChannels + UnitChannels - 1) / UnitChannels;
        var fetch = default(FetchCursor);
        if (call.Next.TotalBytes + call.AfterNext.TotalBytes > 0)
            fetch.Begin(Advances(call, units), call.Next, call.AfterNext);
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit, kernels.Pointwise.Length);
            var tiles = kernels.Pointwise[count - 1];
            var cut = Cut(call.Pixels, tiles.Length);
            if (cut.LargeTiles == 0)
                tiles[cut.SmallSize - 1](in call, unit, 0, cut.SmallTiles, ref fetch);
            else
            {
                tiles[cut.LargeSize - 1](in call, unit, 0, cut.LargeTiles, ref fetch);
                tiles[cut.SmallSize - 1](in call, unit, cut.LargePixels, cut.SmallTiles, ref fetch);
            }
            unit += count;
        }
    }

    public override void StemRow(in StemRowCall<T> call)
    {
        var units = (call.OutputChannels + KernelSet.BlockChannels - 1) / KernelSet.BlockChannels * PanelUnits;
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit, kernels.Stem.Length);
            var tiles = kernels.Stem[count - 1];
            var cut = Cut(call.OutputWidth, tiles.Length);
            if (cut.LargeTiles == 0)
                tiles[cut.SmallSize - 1](in call, unit, 0, cut.SmallTiles);
            else
            {
                tiles[cut.LargeSize - 1](in call, unit, 0, cut.LargeTiles);
                tiles[cut.SmallSize - 1](in call, unit, cut.LargePixels, cut.SmallTiles);
            }
            unit += count;
        }
    }

    public override void DepthwiseRow(in DepthwiseRowCall<T> call)
    {
        if (call.Dilation != 1)
        {
            kernels.DilatedDepthwise(in call);
            return;
        }
        var tiles = kernels.Depthwise[call.Stride - 1];
        var cut = new TileCut(call.OutputWidth, tiles.Length);
        if (cut.LargeTiles == 0)
            tiles[cut.SmallSize - 1](in call, 0, cut.SmallTiles);
        else
        {
            tiles[cut.LargeSize - 1](in call, 0, cut.LargeTiles);
            tiles[cut.SmallSize - 1](in call, cut.LargePixels, cut.SmallTiles);
        }
    }

    // Tiles of several units begin at a block: only the last may end within one.
    private int UnitsOfTile(int units, int largest)
    {
        var most = Math.Min(largest, mostUnits);
        return units <= most ? units : most == 1 ? 1 : most / 2 * 2;
    }

    private TileCut Cut(int pixels, int largest) => new(pixels, Math.Min(largest, mostPixels));

    private nint Advances(in PointwiseCall<T> call, int units)
    {
        nint tiles = 0;
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit, kernels.Pointwise.Length);
            tiles += Cut(call.Pixels, kernels.Pointwise[count - 1].Length).Tiles;
            unit += count;
        }
        return tiles * ((call.InputChannels + KernelSet.BlockChannels - 1) / KernelSet.BlockChannels);
    }
}
