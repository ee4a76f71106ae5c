namespace MobileNets.PaperFigures;

/// <summary>Numbers as the page prints them; the program is culture-invariant.</summary>
internal static class Text
{
    public static string Whole(long value) => $"{value:N0}";

    /// <summary>Millions with one decimal.</summary>
    public static string Millions(double value) => $"{value / 1e6:N1}";

    /// <summary>Thousands of bytes, as the paper counts them.</summary>
    public static string Kilobytes(double bytes) => $"{bytes / 1e3:N0}";

    public static string Percent(double share) => $"{100 * share:F1}";
}
