namespace MobileNets.Architecture;

/// <summary>The ranges of <see cref="MobileNetV2Options"/>, in one place.</summary>
internal static class OptionsValidator
{
    // Far beyond any network, and small enough that no layer's counts overflow 64 bits.
    private const int MaximumChannels = 65_536;
    private const int MaximumClasses = 1_048_576;
    private const int MaximumRepeats = 1_024;
    private const int MaximumResolution = 32_768;

    // The stem and the table halve the image five times.
    private const int MinimumResolution = 32;

    public static void Validate(MobileNetV2Options options)
    {
        Require(double.IsFinite(options.WidthMultiplier) && options.WidthMultiplier > 0,
            nameof(options.WidthMultiplier), options.WidthMultiplier, "a finite number above 0");
        Require(Enum.IsDefined(options.Rounding),
            nameof(options.Rounding), options.Rounding, "MultipleOfDivisor or Truncate");
        RequireRange(nameof(options.RoundingDivisor), options.RoundingDivisor, 1, MaximumChannels);
        RequireRange(nameof(options.InputChannels), options.InputChannels, 1, MaximumChannels);
        RequireResolution(nameof(options.InputHeight), options.InputHeight);
        RequireResolution(nameof(options.InputWidth), options.InputWidth);
        RequireRange(nameof(options.Classes), options.Classes, 1, MaximumClasses);
        Require(options.Dropout is >= 0 and < 1, nameof(options.Dropout), options.Dropout, "at least 0 and below 1");
        Require(options.OutputStride is 8 or 16 or 32, nameof(options.OutputStride), options.OutputStride, "8, 16 or 32");
        Require(Enum.IsDefined(options.Bottleneck), nameof(options.Bottleneck), options.Bottleneck, "Linear or ReLU6");
        Require(Enum.IsDefined(options.Shortcut), nameof(options.Shortcut), options.Shortcut, "Bottleneck, Expansion or None");

        RequireRange(nameof(options.StemChannels), options.StemChannels, 1, MaximumChannels);
        RequireRange(nameof(options.HeadChannels), options.HeadChannels, 1, MaximumChannels);
        RequireScaledChannels(options, nameof(options.StemChannels), options.StemChannels, options.WidthMultiplier);
        RequireScaledChannels(options, nameof(options.HeadChannels), options.HeadChannels, Math.Max(1, options.WidthMultiplier));
        ValidateStages(options);
    }

    public static void RequireResolution(string setting, int value) =>
        RequireRange(setting, value, MinimumResolution, MaximumResolution);

    public static void RequireClasses(string setting, int value) => RequireRange(setting, value, 1, MaximumClasses);

    private static void ValidateStages(MobileNetV2Options options)
    {
        Require(options.Stages is { Count: > 0 }, nameof(options.Stages), options.Stages, "a table of at least one stage");

        var inputChannels = options.ScaleChannels(options.StemChannels);
        for (var i = 0; i < options.Stages.Count; i++)
        {
            var name = $"{nameof(options.Stages)}[{i}]";
            var stage = options.Stages[i];
            Require(stage is not null, name, null, "a stage (t, c, n, s)");
            RequireRange($"{name}.{nameof(stage.ExpansionRatio)}", stage!.ExpansionRatio, 1, MaximumChannels);
            RequireRange($"{name}.{nameof(stage.Channels)}", stage.Channels, 1, MaximumChannels);
            RequireRange($"{name}.{nameof(stage.Repeats)}", stage.Repeats, 1, MaximumRepeats);
            Require(stage.Stride is 1 or 2, $"{name}.{nameof(stage.Stride)}", stage.Stride, "1 or 2");
            RequireScaledChannels(options, $"{name}.{nameof(stage.Channels)}", stage.Channels, options.WidthMultiplier);

            var outputChannels = options.ScaleChannels(stage.Channels);
            var widest = stage.Repeats > 1 ? Math.Max(inputChannels, outputChannels) : inputChannels;
            Require((long)widest * stage.ExpansionRatio <= MaximumChannels,
                $"{name}.{nameof(stage.ExpansionRatio)}", stage.ExpansionRatio,
                $"such that {widest} channels × the ratio are at most {MaximumChannels}");
            inputChannels = outputChannels;
        }
    }

    private static void RequireScaledChannels(MobileNetV2Options options, string setting, int channels, double width)
    {
        var tooMany = channels * width > MaximumChannels;
        var scaled = tooMany ? 0 : ChannelScaling.Scale(channels, width, options.Rounding, options.RoundingDivisor);
        Require(!tooMany && scaled is >= 1 and <= MaximumChannels, setting, channels,
            $"1 to {MaximumChannels} channels after WidthMultiplier {FormattableString.Invariant($"{options.WidthMultiplier}")} and rounding");
    }

    private static void RequireRange(string setting, int value, int minimum, int maximum) =>
        Require(value >= minimum && value <= maximum, setting, value, $"{minimum} to {maximum}");

    private static void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
            throw new InvalidArchitectureException(setting, value, allowed);
    }
}
