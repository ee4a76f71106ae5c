namespace MobileNets.Kernels;

/// <summary>Pixels cut into as few tiles as possible, whose sizes differ by one at most: 49 in tiles of up to 14 are one of 13 and three of 12.</summary>
internal readonly struct TileCut
{
    /// <summary>Cuts.</summary>
    public TileCut(int pixels, int largest)
    {
        if (pixels <= largest)
        {
            // Rows of small maps; without two divisions their calls are a good deal shorter.
            SmallSize = pixels;
            SmallTiles = 1;
            return;
        }
        var tiles = (int)((uint)(pixels + largest - 1) / (uint)largest);
        SmallSize = (int)((uint)pixels / (uint)tiles);
        LargeTiles = pixels - tiles * SmallSize;
        SmallTiles = tiles - LargeTiles;
    }

    /// <summary>Tiles of one pixel more than the small ones; they come first.</summary>
    public int LargeTiles { get; }

    public int SmallTiles { get; }

    /// <summary>Pixels of a small tile.</summary>
    public int SmallSize { get; }

    public int LargeSize => SmallSize + 1;

    public int LargePixels => LargeTiles * LargeSize;

    public int Tiles => LargeTiles + SmallTiles;
}
