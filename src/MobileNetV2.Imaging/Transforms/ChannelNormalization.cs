using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>
/// Turns 8-bit pixels into what a network reads: <c>(value / 255 − mean) / deviation</c> for each channel, in planes. Every step
/// is rounded to a 32-bit float, as in torchvision.
/// </summary>
public sealed class ChannelNormalization
{
    private const float Levels = byte.MaxValue;

    private readonly float[] _mean;
    private readonly float[] _deviation;

    /// <summary>Makes a normalisation.</summary>
    /// <param name="mean">Mean of red, green and blue, on the scale 0…1.</param>
    /// <param name="deviation">Standard deviation of red, green and blue on the same scale, above 0.</param>
    /// <exception cref="ArgumentException">Not three numbers each, or a deviation that is not above 0.</exception>
    public ChannelNormalization(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.Length != RgbImage.Channels || deviation.Length != RgbImage.Channels)
            throw new ArgumentException("Mean and deviation have three numbers each: red, green and blue.");
        foreach (float value in deviation)
        {
            if (!(value > 0))
                throw new ArgumentException("A standard deviation must be above 0.", nameof(deviation));
        }

        _mean = mean.ToArray();
        _deviation = deviation.ToArray();
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
        using PixelBuffer pixels = PixelBuffer.From(image);
        Apply(pixels, planes);
    }

    internal void Apply(PixelBuffer pixels, Span<float> planes)
    {
        ReadOnlySpan<uint> source = pixels.Pixels;
        if (planes.Length != source.Length * RgbImage.Channels)
            throw new ArgumentException($"Expected {source.Length * RgbImage.Channels} floats, not {planes.Length}.", nameof(planes));

        for (int channel = 0; channel < RgbImage.Channels; channel++)
            Apply(source, planes.Slice(channel * source.Length, source.Length), channel);
    }

    private void Apply(ReadOnlySpan<uint> pixels, Span<float> plane, int channel)
    {
        float mean = _mean[channel], deviation = _deviation[channel];
        int shift = channel * 8;
        ReadOnlySpan<Vector<uint>> sources = MemoryMarshal.Cast<uint, Vector<uint>>(pixels);
        Span<Vector<float>> targets = MemoryMarshal.Cast<float, Vector<float>>(plane);
        for (int i = 0; i < sources.Length; i++)
        {
            Vector<float> value = Vector.ConvertToSingle(VectorPixel.Red(sources[i] >> shift));
            targets[i] = ((value / new Vector<float>(Levels)) - new Vector<float>(mean)) / new Vector<float>(deviation);
        }

        for (int i = sources.Length * Vector<uint>.Count; i < pixels.Length; i++)
            plane[i] = (((byte)(pixels[i] >> shift) / Levels) - mean) / deviation;
    }
}
