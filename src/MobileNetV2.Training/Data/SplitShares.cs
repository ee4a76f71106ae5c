using System.Globalization;

namespace MobileNets.Training.Data;

/// <summary>How pictures are shared out between training, validation and test, as proportions such as 60 : 20 : 20.</summary>
public sealed record SplitShares
{
    /// <summary>Creates shares.</summary>
    /// <param name="train">Training share, positive.</param>
    /// <param name="validation">Validation share, not negative.</param>
    /// <param name="test">Test share, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    public SplitShares(int train, int validation, int test)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(train);
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        (Train, Validation, Test) = (train, validation, test);
    }

    /// <summary>60 : 20 : 20.</summary>
    public static SplitShares Default { get; } = new(60, 20, 20);

    /// <summary>The training share.</summary>
    public int Train { get; }

    /// <summary>The validation share.</summary>
    public int Validation { get; }

    /// <summary>The test share.</summary>
    public int Test { get; }

    /// <summary>Reads shares written as <c>60,20,20</c>.</summary>
    /// <param name="text">Three whole numbers, separated by commas.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static SplitShares Parse(string text)
    {
        int[] shares = [.. text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var share) ? share : -1)];
        return shares is [> 0, >= 0, >= 0]
            ? new SplitShares(shares[0], shares[1], shares[2])
            : throw new FormatException($"'{text}': expected train,validation,test shares such as 60,20,20.");
    }

    /// <summary>How many of a class's pictures go to each part.</summary>
    /// <param name="count">The pictures to share out.</param>
    /// <returns>Counts that add up to <paramref name="count"/>; training gets at least one if there is one.</returns>
    public (int Train, int Validation, int Test) Apportion(int count)
    {
        var total = (double)Train + Validation + Test;
        var trainEnd = Math.Clamp((int)Math.Round(count * (Train / total)), Math.Min(count, 1), count);
        var validationEnd = Math.Clamp((int)Math.Round(count * ((Train + (double)Validation) / total)), trainEnd, count);
        return (trainEnd, validationEnd - trainEnd, count - validationEnd);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Train},{Validation},{Test}";
}
