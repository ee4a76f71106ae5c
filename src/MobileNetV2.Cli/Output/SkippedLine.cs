using MobileNets.Training.Data;

namespace MobileNets.Cli.Output;

/// <summary>A line on stderr for every picture that is left out.</summary>
internal sealed class SkippedLine : IProgress<SkippedImage>
{
    public void Report(SkippedImage value) => Console.Error.WriteLine($"Warning: picture left out: {value.Reason}");
}
