namespace MobileNets.Imaging;

/// <summary>
/// Changes brightness, contrast, saturation and hue by random factors in random order, with torchvision's rules and PIL's
/// arithmetic. What has an amount of 0 is left alone.
/// </summary>
public sealed class ColorJitter
{
    private const int Adjustments = 4;

    /// <summary>Makes the augmentation.</summary>
    /// <param name="brightness">The factor is uniform in [max(0, 1 − this), 1 + this]; 0 or more.</param>
    /// <param name="contrast">The same for contrast.</param>
    /// <param name="saturation">The same for saturation.</param>
    /// <param name="hue">The turn is uniform in [−this, this] of the colour wheel; 0 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is outside its range.</exception>
    public ColorJitter(double brightness = 0, double contrast = 0, double saturation = 0, double hue = 0)
    {
        Brightness = Checked(brightness, double.MaxValue, nameof(brightness));
        Contrast = Checked(contrast, double.MaxValue, nameof(contrast));
        Saturation = Checked(saturation, double.MaxValue, nameof(saturation));
        Hue = Checked(hue, 0.5, nameof(hue));
    }

    /// <summary>How far the factor of the brightness goes from 1.</summary>
    public double Brightness { get; }

    /// <summary>How far the factor of the contrast goes from 1.</summary>
    public double Contrast { get; }

    /// <summary>How far the factor of the saturation goes from 1.</summary>
    public double Saturation { get; }

    /// <summary>How far the hue goes from 0, in turns of the colour wheel.</summary>
    public double Hue { get; }

    /// <summary>Changes a picture's colours.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="random">Where chance comes from; the result is a function of the picture and its numbers.</param>
    /// <returns>A new picture.</returns>
    public RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        using PixelBuffer pixels = PixelBuffer.From(image);
        Apply(pixels, random);
        return pixels.ToImage();
    }

    internal void Apply(PixelBuffer pixels, Random random)
    {
        Span<int> order = stackalloc int[Adjustments];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle(order);
        foreach (int adjustment in order)
            Adjust(pixels, adjustment, random);
    }

    private void Adjust(PixelBuffer pixels, int adjustment, Random random)
    {
        switch (adjustment)
        {
            case 0 when Brightness > 0:
                ColorAdjustment.Brightness(pixels, Factor(Brightness, random));
                break;
            case 1 when Contrast > 0:
                ColorAdjustment.Contrast(pixels, Factor(Contrast, random));
                break;
            case 2 when Saturation > 0:
                ColorAdjustment.Saturation(pixels, Factor(Saturation, random));
                break;
            case 3 when Hue > 0:
                HueRotation.Apply(pixels, Hue * ((2 * random.NextDouble()) - 1));
                break;
        }
    }

    private static float Factor(double amount, Random random)
    {
        double lowest = Math.Max(0, 1 - amount);
        return (float)(lowest + ((1 + amount - lowest) * random.NextDouble()));
    }

    private static double Checked(double amount, double most, string name) =>
        amount >= 0 && amount <= most
            ? amount
            : throw new ArgumentOutOfRangeException(name, amount, most < 1 ? $"Must be 0 to {most}." : "Must be 0 or more.");
}
