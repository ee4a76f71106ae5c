using System.Numerics;
using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>
/// The least a network has to beat: a picture gets the class of the training picture whose colours are most alike, by
/// the L1 distance of 8×8×8 RGB histograms.
/// </summary>
public sealed class ColorHistogramBaseline
{
    private const int Levels = 8;
    private const int Bins = Levels * Levels * Levels;

    private readonly IReadOnlyList<ImageSample> _train;
    private readonly float[][] _histograms;

    private ColorHistogramBaseline(IReadOnlyList<ImageSample> train, float[][] histograms)
    {
        _train = train;
        _histograms = histograms;
    }

    /// <summary>Remembers the histograms of the training pictures.</summary>
    /// <param name="train">The training pictures, at least one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public static ColorHistogramBaseline Fit(IReadOnlyList<ImageSample> train, CancellationToken cancellationToken = default)
    {
        if (train.Count == 0)
            throw new ArgumentException("At least one training picture is needed.", nameof(train));
        var histograms = new float[train.Count][];
        InParallel.For(train.Count, Environment.ProcessorCount, i => histograms[i] = Histogram(Decode(train[i])), cancellationToken);
        return new ColorHistogramBaseline(train, histograms);
    }

    /// <summary>The share of pictures whose nearest neighbour has their class, 0 to 1.</summary>
    /// <param name="samples">Pictures that were not in the training set.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>The accuracy; 0 when there are no pictures.</returns>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public double Accuracy(IReadOnlyList<ImageSample> samples, CancellationToken cancellationToken = default)
    {
        var correct = 0;
        void Classify(int i)
        {
            if (Predict(Decode(samples[i])) == samples[i].Label)
                Interlocked.Increment(ref correct);
        }

        InParallel.For(samples.Count, Environment.ProcessorCount, Classify, cancellationToken);
        return samples.Count == 0 ? 0 : (double)correct / samples.Count;
    }

    /// <summary>The label of the training picture whose colours are most alike.</summary>
    /// <param name="image">A picture of any size.</param>
    public int Predict(RgbImage image)
    {
        var histogram = Histogram(image);
        var (nearest, shortest) = (0, float.PositiveInfinity);
        for (var i = 0; i < _histograms.Length; i++)
        {
            var distance = Distance(histogram, _histograms[i]);
            if (distance < shortest)
                (nearest, shortest) = (i, distance);
        }

        return _train[nearest].Label;
    }

    private static RgbImage Decode(ImageSample sample) => ImageDecoder.Default.DecodeFile(sample.Path);

    private static float[] Histogram(RgbImage image)
    {
        var counts = new int[Bins];
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i += RgbImage.Channels)
            counts[((((pixels[i] >> 5) * Levels) + (pixels[i + 1] >> 5)) * Levels) + (pixels[i + 2] >> 5)]++;
        return Array.ConvertAll(counts, count => (float)count / (image.Width * image.Height));
    }

    private static float Distance(float[] a, float[] b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < Bins; i += Vector<float>.Count)
            sum += Vector.Abs(new Vector<float>(a, i) - new Vector<float>(b, i));
        return Vector.Sum(sum);
    }
}
