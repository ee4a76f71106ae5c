using System.CommandLine;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Output;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Commands;

/// <summary><c>download</c>: gets a published data set.</summary>
internal sealed class DownloadCommand : Command
{
    private readonly Argument<string> _dataset = new("DATASET") { Description = "flowers102: Oxford's 102 flower categories, 345 MB" };
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder to fill; made if it does not exist, completed if it does" };

    public DownloadCommand() : base("download", "Downloads a published data set, checks and unpacks it")
    {
        _dataset.AcceptOnlyFromAmong("flowers102");
        Arguments.Add(_dataset);
        Arguments.Add(_folder);
        SetAction((words, cancellationToken) => RunAsync(words.GetRequiredValue(_folder), cancellationToken));
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        await new Flowers102Download().SaveAsync(folder, new Lines(), cancellationToken);
        Console.Out.WriteLine($"Flowers102 in {folder}");
        return ExitCode.Done;
    }

    /// <summary>Hands every file's progress to a line of its own.</summary>
    private sealed class Lines : IProgress<Flowers102Progress>
    {
        private (string File, bool IsUnpacking, DownloadLine Line)? _current;

        public void Report(Flowers102Progress value)
        {
            if (_current is not { } current || current.File != value.File || current.IsUnpacking != value.IsUnpacking)
                _current = current = (value.File, value.IsUnpacking, new DownloadLine(value.IsUnpacking ? $"unpacking {value.File}" : value.File));
            current.Line.Report(value.Progress);
        }
    }
}
