namespace MobileNets.FusedTraining;

/// <summary>Cuts a map's pixels so that a chunk of all its channels stays in the second-level cache.</summary>
internal static class Chunks
{
    private const int Floats = 48 * 1024;
    private const int FewestPixels = 28;

    public static int PixelsOf(int channels, int pixels)
    {
        var most = Math.Max(FewestPixels, Floats / channels);
        var chunks = (pixels + most - 1) / most;
        return (pixels + chunks - 1) / chunks;
    }
}
