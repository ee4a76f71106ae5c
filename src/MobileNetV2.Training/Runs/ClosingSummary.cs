using System.Globalization;

namespace MobileNets.Training.Runs;

/// <summary>The four lines that close a run: the lowest error rates and highest accuracies of all epochs.</summary>
public static class ClosingSummary
{
    /// <summary>Minimum training and validation error rate, maximum training and validation accuracy, in per cent.</summary>
    /// <param name="history">The epochs, at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static string Of(IReadOnlyList<EpochResult> history)
    {
        if (history.Count == 0)
            throw new ArgumentException("There are no epochs.", nameof(history));
        var (train, validation) = (100 * history.Max(epoch => epoch.TrainAccuracy), 100 * history.Max(epoch => epoch.ValidationAccuracy));
        return string.Create(CultureInfo.InvariantCulture, $"""
            Minimum train error rate: {100 - train:F2} %
            Minimum val error rate: {100 - validation:F2} %
            Maximum train accuracy: {train:F2} %
            Maximum val accuracy: {validation:F2} %
            """);
    }
}
