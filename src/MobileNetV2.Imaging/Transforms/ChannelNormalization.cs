namespace MobileNets.Imaging;

/// <summary>
/// Turns 8-bit pixels into what a network reads: <c>(value / 255 − mean) / deviation</c> for each channel, in planes.
/// </summary>
public sealed class ChannelNormalization
{
    private const int Levels = byte.MaxValue + 1;

    // A pixel has only 256 values a channel: red's, green's and blue's results, one after another.
    private readonly float[] _table = new float[RgbImage.Channels * Levels];

    /// <summary>Makes a normalisation.</summary>
    /// <param name="mean">Mean of red, green and blue, on the scale 0…1.</param>
    /// <param name="deviation">Standard deviation of red, green and blue on the same scale, above 0.</param>
    /// <exception cref="ArgumentException">Not three numbers each, or a deviation that is not above 0.</exception>
    public ChannelNormalization(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.Length != RgbImage.Channels || deviation.Length != RgbImage.Channels)
            throw new ArgumentException("Mean and deviation have three numbers each: red, green and blue.");

        for (int channel = 0; channel < RgbImage.Channels; channel++)
        {
            if (!(deviation[channel] > 0))
                throw new ArgumentException("A standard deviation must be above 0.", nameof(deviation));

            for (int value = 0; value < Levels; value++)
                _table[(channel * Levels) + value] = ((value / 255f) - mean[channel]) / deviation[channel];
        }
    }

    /// <summary>ImageNet's mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225), as torchvision's weights expect.</summary>
    public static ChannelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Normalises a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="planes">Receives <c>[3, Height, Width]</c> floats: the red plane, then green, then blue.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void Apply(RgbImage image, Span<float> planes)
    {
        ArgumentNullException.ThrowIfNull(image);
        ReadOnlySpan<byte> pixels = image.Pixels;
        if (planes.Length != pixels.Length)
            throw new ArgumentException($"Expected {pixels.Length} floats, not {planes.Length}.", nameof(planes));

        int area = pixels.Length / RgbImage.Channels;
        for (int channel = 0; channel < RgbImage.Channels; channel++)
        {
            ReadOnlySpan<float> table = _table.AsSpan(channel * Levels, Levels);
            Span<float> plane = planes.Slice(channel * area, area);
            for (int i = 0; i < plane.Length; i++)
                plane[i] = table[pixels[(i * RgbImage.Channels) + channel]];
        }
    }
}
