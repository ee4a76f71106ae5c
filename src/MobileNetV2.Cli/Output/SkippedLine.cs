using MobileNets.Training.Data;

namespace MobileNets.Cli.Output;

/// <summary>A line on stderr for every picture that is left out.</summary>
internal sealed class SkippedLine : IProgress<SkippedImage>
{
    /// <summary>A line for every picture that a data set left out when it was opened.</summary>
    public static void ReportAll(ImageDataset data)
    {
        foreach (var skipped in data.Skipped)
            new SkippedLine().Report(skipped);
    }

    public void Report(SkippedImage value) => Console.Error.WriteLine($"Warning: picture left out: {value.Reason}");
}
