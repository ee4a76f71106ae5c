namespace MobileNets.Kernels;

/// <summary>Cuts the operations into the tiles that the generated micro-kernels of a vector width compute.</summary>
internal abstract unsafe class VectorKernels(string name, MicroKernels kernels) : KernelSet
{
    private const int UnitChannels = 8;

    public override string Name => name;

    public override void Pointwise(in PointwiseCall call)
    {
        var part = call;
        var units = (call.OutputChannels + UnitChannels - 1) / UnitChannels;
        var fetching = call.Next.Bytes + call.AfterNext.Bytes > 0;
        var fetch = fetching ? new FetchCursor(call.Next, call.AfterNext, Steps(call, units)) : default;
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            var first = FirstChannel(unit, call.OutputBlockStride);
            part.Weights = call.Weights + FirstChannel(unit, call.PanelStride);
            part.Bias = call.Bias + unit * UnitChannels;
            part.Input = call.Input;
            part.Output = call.Output + first;
            part.Residual = call.Residual == null ? null : call.Residual + first;

            var cut = new TileCut(call.Pixels, kernels.Pointwise[count - 1].Length);
            if (cut.LargeTiles > 0)
            {
                part.Pixels = cut.LargePixels;
                Run(count, cut.LargeSize);
                part.Input += cut.LargePixels * BlockChannels;
                part.Output += cut.LargePixels * BlockChannels;
                if (part.Residual != null)
                    part.Residual += cut.LargePixels * BlockChannels;
            }
            part.Pixels = cut.SmallTiles * cut.SmallSize;
            Run(count, cut.SmallSize);
            unit += count;
        }

        void Run(int unitCount, int rows)
        {
            if (fetching)
                kernels.FetchingPointwise[unitCount - 1][rows - 1](in part, ref fetch);
            else
                kernels.Pointwise[unitCount - 1][rows - 1](in part);
        }
    }

    public override void StemRow(in StemRowCall call)
    {
        var part = call;
        var units = (call.OutputChannels + BlockChannels - 1) / BlockChannels * (BlockChannels / UnitChannels);
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            var tiles = kernels.Stem[count - 1];
            part.Weights = call.Weights + FirstChannel(unit, (nint)call.InputChannels * 9 * BlockChannels);
            part.Bias = call.Bias + unit * UnitChannels;
            part.Output = call.Output + FirstChannel(unit, call.OutputBlockStride);
            part.Above = call.Above;
            part.Center = call.Center;
            part.Below = call.Below;

            var cut = new TileCut(call.OutputWidth, tiles.Length);
            if (cut.LargeTiles > 0)
            {
                part.OutputWidth = cut.LargePixels;
                tiles[cut.LargeSize - 1](in part);
                part.Output += cut.LargePixels * BlockChannels;
                part.Above += 2 * cut.LargePixels;
                part.Center += 2 * cut.LargePixels;
                part.Below += 2 * cut.LargePixels;
            }
            part.OutputWidth = cut.SmallTiles * cut.SmallSize;
            tiles[cut.SmallSize - 1](in part);
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

    private static nint FirstChannel(int unit, nint blockStride) => unit / 2 * blockStride + unit % 2 * UnitChannels;

    // Tiles of several units begin at a block: only the last may end within one.
    private int UnitsOfTile(int units)
    {
        var most = kernels.Pointwise.Length;
        return units <= most ? units : most == 1 ? 1 : most / 2 * 2;
    }

    private nint Steps(in PointwiseCall call, int units)
    {
        nint tiles = 0;
        for (var unit = 0; unit < units;)
        {
            var count = UnitsOfTile(units - unit);
            tiles += new TileCut(call.Pixels, kernels.Pointwise[count - 1].Length).Tiles;
            unit += count;
        }
        return tiles * call.InputChannels;
    }
}
