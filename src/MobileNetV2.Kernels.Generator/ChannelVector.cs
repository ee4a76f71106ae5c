namespace MobileNets.Kernels.Generator;

/// <summary>One of the vectors that hold a pixel's output channels.</summary>
/// <param name="bits">Its width.</param>
/// <param name="channel">Its first channel, counted from the tile's first.</param>
internal sealed class ChannelVector(int bits, int channel)
{
    private const int PanelChannels = 16;

    public int Bits { get; } = bits;

    public string Type { get; } = $"Vector{bits}";

    public int Channel { get; } = channel;

    public int Panel => Channel / PanelChannels;

    public int Offset => Channel % PanelChannels;

    /// <summary>The widest vectors first: 24 channels in 512 bits are a whole vector and a half.</summary>
    public static ChannelVector[] Cover(int units, int bits)
    {
        var vectors = new List<ChannelVector>();
        for (var channel = 0; channel < 8 * units;)
        {
            var width = Math.Min(bits, 32 * (8 * units - channel));
            vectors.Add(new ChannelVector(width, channel));
            channel += width / 32;
        }
        return [.. vectors];
    }
}
