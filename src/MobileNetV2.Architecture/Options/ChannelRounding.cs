namespace MobileNets.Architecture;

/// <summary>What becomes of a channel count that the width multiplier has scaled.</summary>
public enum ChannelRounding
{
    /// <summary>
    /// The nearest multiple of <see cref="MobileNetV2Options.RoundingDivisor"/>, at least the divisor itself, and one
    /// multiple more where rounding would take away over a tenth: TensorFlow's and torchvision's <c>_make_divisible</c>.
    /// Published weights need it.
    /// </summary>
    MultipleOfDivisor,

    /// <summary>The fraction is cut off: <c>int(channels * width)</c>.</summary>
    Truncate,
}
