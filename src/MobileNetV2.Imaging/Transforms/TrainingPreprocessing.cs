namespace MobileNets.Imaging;

/// <summary>What training feeds the network: <see cref="RandomResizedCrop"/>, a flip half of the time, ImageNet's normalisation.</summary>
public sealed class TrainingPreprocessing
{
    private readonly RandomResizedCrop _crop;

    /// <summary>Makes the preprocessing.</summary>
    /// <param name="size">The side of the network's input in pixels, at least 1.</param>
    /// <param name="minArea">The smallest share of the picture's area to cut out, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public TrainingPreprocessing(int size = 224, double minArea = 0.08)
    {
        _crop = new RandomResizedCrop(size, minArea);
    }

    /// <summary>The side of the network's input, in pixels.</summary>
    public int Size => _crop.Size;

    /// <summary>Floats that one picture becomes: <c>3 × Size × Size</c>.</summary>
    public int OutputLength => checked(RgbImage.Channels * Size * Size);

    /// <summary>Prepares one picture.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="random">Where chance comes from; the result is a function of the picture and its numbers.</param>
    /// <param name="planes">Receives <c>[3, Size, Size]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void Apply(RgbImage image, Random random, Span<float> planes)
    {
        RgbImage crop = _crop.Apply(image, random);
        bool flip = random.NextDouble() < 0.5;
        ChannelNormalization.ImageNet.Apply(flip ? crop.FlipHorizontally() : crop, planes);
    }
}
