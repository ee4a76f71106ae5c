using System.CommandLine;
using MobileNets.Cli.Commands;
using MobileNets.Cli.Input;

namespace MobileNets.Cli;

/// <summary>The commands, in the order in which help lists them.</summary>
internal static class CommandLine
{
    public static RootCommand Create() =>
        new("Trains MobileNetV2 and uses it. Results go to stdout, progress and diagnostics to stderr.")
        {
            SharedOptions.Verbose,
            new SummaryCommand(),
            new FlowersCommand(),
            new DownloadCommand(),
            new TrainCommand(),
            new EvaluateCommand(),
            new PredictCommand(),
            new LogitsCommand(),
            new PreprocessCommand(),
            new ConvertCommand(),
            new QuantizeCommand(),
            new PretrainedCommand(),
            new BenchCommand(),
            new DoctorCommand(),
        };
}
