namespace MobileNets.Imaging;

/// <summary>
/// Cuts a random part out of a picture and resizes it to a square (Inception-style augmentation, with torchvision's rules):
/// an area share uniform in [<see cref="MinArea"/>, 1], a width-to-height ratio log-uniform in [3/4, 4/3], ten tries, then
/// the largest middle part within those ratios.
/// </summary>
public sealed class RandomResizedCrop
{
    private const int Tries = 10;
    private const double MinRatio = 3.0 / 4;
    private const double MaxRatio = 4.0 / 3;

    /// <summary>Makes the augmentation.</summary>
    /// <param name="size">The side of the result in pixels, at least 1.</param>
    /// <param name="minArea">The smallest share of the picture's area to cut out, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public RandomResizedCrop(int size, double minArea = 0.08)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (!(minArea > 0 && minArea <= 1))
            throw new ArgumentOutOfRangeException(nameof(minArea), minArea, "Must be above 0 and at most 1.");

        Size = size;
        MinArea = minArea;
    }

    /// <summary>The side of the result in pixels.</summary>
    public int Size { get; }

    /// <summary>The smallest share of the picture's area that is cut out.</summary>
    public double MinArea { get; }

    /// <summary>Cuts and resizes with the bilinear filter.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="random">Where chance comes from; the result is a function of the picture and its numbers.</param>
    /// <returns>A new picture, <see cref="Size"/> × <see cref="Size"/>.</returns>
    public RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Crop(Sample(image.Width, image.Height, random)).Resize(Size, Size);
    }

    /// <summary>Chooses the part to cut out.</summary>
    /// <param name="width">Columns of the picture, at least 1.</param>
    /// <param name="height">Rows of the picture, at least 1.</param>
    /// <param name="random">Where chance comes from: two to twenty-two numbers are drawn.</param>
    public CropRectangle Sample(int width, int height, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double logMin = Math.Log(MinRatio), logMax = Math.Log(MaxRatio);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            double area = (double)width * height * Uniform(random, MinArea, 1);
            double ratio = Math.Exp(Uniform(random, logMin, logMax));
            int cropWidth = (int)Math.Round(Math.Sqrt(area * ratio));
            int cropHeight = (int)Math.Round(Math.Sqrt(area / ratio));
            if (cropWidth > 0 && cropWidth <= width && cropHeight > 0 && cropHeight <= height)
            {
                int y = random.Next(height - cropHeight + 1);
                int x = random.Next(width - cropWidth + 1);
                return new CropRectangle(x, y, cropWidth, cropHeight);
            }
        }

        return LargestWithinRatios(width, height);
    }

    private static CropRectangle LargestWithinRatios(int width, int height)
    {
        double ratio = (double)width / height;
        int cropWidth = ratio > MaxRatio ? (int)Math.Round(height * MaxRatio) : width;
        int cropHeight = ratio < MinRatio ? (int)Math.Round(width / MinRatio) : height;
        return new CropRectangle((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }

    private static double Uniform(Random random, double low, double high) => low + ((high - low) * random.NextDouble());
}
