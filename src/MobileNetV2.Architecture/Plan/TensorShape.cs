using System.Globalization;

namespace MobileNets.Architecture;

/// <summary>Shape of one image's activations; a vector of features has height and width 1.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels a row.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Pixels of one channel.</summary>
    public long Pixels => (long)Height * Width;

    /// <summary>Elements of the whole tensor.</summary>
    public long Elements => Channels * Pixels;

    /// <summary>The shape as <c>[C, H, W]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Channels}, {Height}, {Width}]");
}
