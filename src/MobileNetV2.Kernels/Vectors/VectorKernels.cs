namespace MobileNets.Kernels;

/// <summary>Cuts the operations into the tiles that the generated micro-kernels of a vector width compute.</summary>
internal abstract unsafe class VectorKernels(string name, MicroKernels kernels) : KernelSet
{
    private const int UnitChannels = 8;

    public override string Name => name;

    public override void Pointwise(in PointwiseCall call)
    {
        var units = (call.OutputChannels + UnitChannels - 1) / UnitChannels;
        var fetch = default(FetchCursor);
        if (call.Next.Bytes > 0)
            fetch.Begin(call.Next, call.AfterNext, Advances(call, units));
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            var tiles = kernels.Pointwise[count - 1];
            var cut = new TileCut(call.Pixels, tiles.Length);
            if (cut.LargeTiles > 0)
                tiles[cut.LargeSize - 1](in call, unit, 0, cut.LargeTiles, ref fetch);
            tiles[cut.SmallSize - 1](in call, unit, cut.LargePixels, cut.SmallTiles, ref fetch);
            unit += count;
        }
    }

    public override void StemRow(in StemRowCall call)
    {
        var units = (call.OutputChannels + BlockChannels - 1) / BlockChannels * (BlockChannels / UnitChannels);
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            var tiles = kernels.Stem[count - 1];
            var cut = new TileCut(call.OutputWidth, tiles.Length);
            if (cut.LargeTiles > 0)
                tiles[cut.LargeSize - 1](in call, unit, 0, cut.LargeTiles);
            tiles[cut.SmallSize - 1](in call, unit, cut.LargePixels, cut.SmallTiles);
            unit += count;
        }
    }

    public override void DepthwiseRow(in DepthwiseRowCall call)
    {
        if (call.Dilation != 1)
        {
            kernels.DilatedDepthwise(in call);
            return;
        }
        var tiles = kernels.Depthwise[call.Stride - 1];
        var cut = new TileCut(call.OutputWidth, tiles.Length);
        if (cut.LargeTiles > 0)
            tiles[cut.LargeSize - 1](in call, 0, cut.LargeTiles);
        tiles[cut.SmallSize - 1](in call, cut.LargePixels, cut.SmallTiles);
    }

    // Tiles of several units begin at a block: only the last may end within one.
    private int UnitsOfTile(int units)
    {
        var most = kernels.Pointwise.Length;
        return units <= most ? units : most == 1 ? 1 : most / 2 * 2;
    }

    private nint Advances(in PointwiseCall call, int units)
    {
        nint tiles = 0;
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            tiles += new TileCut(call.Pixels, kernels.Pointwise[count - 1].Length).Tiles;
            unit += count;
        }
        return tiles * ((call.InputChannels + BlockChannels - 1) / BlockChannels);
    }
}
