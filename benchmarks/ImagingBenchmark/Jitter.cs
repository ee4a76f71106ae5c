namespace MobileNets.Benchmarks;

/// <summary>The amounts of colour jitter on both sides.</summary>
internal static class Jitter
{
    /// <summary>Brightness, contrast and saturation.</summary>
    public const double Colors = 0.4;

    public const double Hue = 0.1;
}
