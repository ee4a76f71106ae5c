namespace MobileNets.Architecture;

/// <summary>Width multiplier and rounding, the rule that every MobileNet derives its channels with.</summary>
public static class ChannelScaling
{
    /// <summary>Scales a channel count.</summary>
    /// <param name="channels">Channels at width multiplier 1.0.</param>
    /// <param name="widthMultiplier">The width multiplier, above 0.</param>
    /// <param name="rounding">How the product becomes a whole number.</param>
    /// <param name="divisor">What <see cref="ChannelRounding.MultipleOfDivisor"/> rounds to a multiple of, at least 1.</param>
    /// <returns>The scaled channels; 0 is possible with <see cref="ChannelRounding.Truncate"/> only.</returns>
    public static int Scale(int channels, double widthMultiplier, ChannelRounding rounding, int divisor)
    {
        var scaled = channels * widthMultiplier;
        if (rounding == ChannelRounding.Truncate)
            return (int)scaled;

        var rounded = Math.Max(divisor, (int)(scaled + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * scaled ? rounded + divisor : rounded;
    }
}
