using System.CommandLine;
using MobileNets.Cli.Output;

namespace MobileNets.Cli.Input;

/// <summary>Options that several commands have, each with the same meaning everywhere.</summary>
internal static class SharedOptions
{
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show stack traces and whole lists where something fails",
        Recursive = true,
    };

    public static Option<OutputFormat?> Format() => ChoiceOption.Create("--format", "How the result is printed", OutputFormat.Text);

    public static Option<Engine?> Engine() => ChoiceOption.Create("--engine", "What computes", Input.Engine.Managed);

    public static Option<string> Weights() => new("--weights")
    {
        Description = "The weights: a .safetensors, .pth, .pt or .dat file, or the name of pretrained ones",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<double> Width() =>
        NumberOption.Create("--width", "The width multiplier", value => value > 0 && double.IsFinite(value), "above 0", 1.0);

    public static Option<int?> Threads() => NumberOption.Create<int>("--threads", "Threads that compute; unless given, one a processor", value => value is >= 1 and <= 1024, "1 to 1024");
}
