using MobileNets.Imaging;

namespace MobileNets.Benchmarks;

/// <summary>JPEG files with as much detail as photographs: soft colours with grain that differs from place to place.</summary>
internal static class Pictures
{
    public const int Size = 500;

    private const int Quality = 90;
    private const double Grain = 16;

    /// <summary>Writes the files, the same for every run, and returns their paths.</summary>
    public static List<string> Write(string folder, int count)
    {
        List<string> paths = [];
        for (var number = 0; number < count; number++)
        {
            paths.Add(Path.Combine(folder, $"{number:D4}.jpg"));
            JpegEncoder.Save(Paint(new Random(number)), paths[^1], Quality);
        }
        return paths;
    }

    private static RgbImage Paint(Random random)
    {
        var image = new RgbImage(Size, Size);
        var waves = Enumerable.Range(0, RgbImage.Channels).Select(_ => (X: random.NextDouble() / 20, Y: random.NextDouble() / 20, Phase: random.NextDouble() * 6)).ToArray();
        for (var y = 0; y < Size; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < Size; x++)
            {
                var grain = Grain * (1 + Math.Sin(x * waves[0].Y * 3) * Math.Cos(y * waves[1].X * 3)) * (random.NextDouble() + random.NextDouble() - 1);
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                {
                    var wave = waves[channel];
                    row[(x * RgbImage.Channels) + channel] = (byte)Math.Clamp(128 + (90 * Math.Sin((x * wave.X) + (y * wave.Y) + wave.Phase)) + grain, 0, 255);
                }
            }
        }
        return image;
    }
}
