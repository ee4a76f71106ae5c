namespace MobileNets.FusedTraining;

/// <summary>Cuts a map's pixels so that a chunk of all its channels stays in the second-level cache.</summary>
internal static class Chunks
{
    private const int Floats = 48 * 1024;
    private const int FloatsReadOnce = Floats / 4;
    private const int FewestPixels = 49;

    public static int PixelsOf(int channels, int pixels) => PixelsOf(channels, pixels, Floats);

    /// <summary>Smaller ones, for a pass that reads each number once and fetches the next chunk meanwhile.</summary>
    public static int PixelsReadOnce(int channels, int pixels) => PixelsOf(channels, pixels, FloatsReadOnce);

    private static int PixelsOf(int channels, int pixels, int floats)
    {
        var most = Math.Max(FewestPixels, floats / channels);
        var chunks = (pixels + most - 1) / most;
        return (pixels + chunks - 1) / chunks;
    }
}
