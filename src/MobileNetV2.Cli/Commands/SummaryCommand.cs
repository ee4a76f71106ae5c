using System.CommandLine;
using MobileNets.Architecture;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;

namespace MobileNets.Cli.Commands;

/// <summary><c>summary</c>: the network as a table laid out like torchinfo's, or as JSON.</summary>
internal sealed class SummaryCommand : Command
{
    private readonly Option<double> _width = SharedOptions.Width();
    private readonly Option<InputShape> _input = new("--input")
    {
        Description = "The shape of a batch",
        HelpName = "N,C,H,W",
        CustomParser = InputShape.Parse,
        DefaultValueFactory = _ => new InputShape(1, 3, 224, 224),
    };
    private readonly Option<int> _classes = NumberOption.AtLeast(1, "--classes", "Outputs of the classifier", 1000);
    private readonly Option<OutputFormat?> _format = SharedOptions.Format();

    public SummaryCommand() : base("summary", "Prints the network's layers with shapes, parameters and mult-adds")
    {
        Options.Add(_width);
        Options.Add(_input);
        Options.Add(_classes);
        Options.Add(_format);
        SetAction(Run);
    }

    private int Run(ParseResult words)
    {
        var summary = Summarise(words);
        if (words.GetValue(_format) == OutputFormat.Json)
            JsonOutput.Print(summary.WriteJson);
        else
            Console.Out.WriteLine(summary.ToText());
        return ExitCode.Done;
    }

    private NetworkSummary Summarise(ParseResult words)
    {
        var input = words.GetRequiredValue(_input);
        try
        {
            var plan = MobileNetV2Plan.Create(new MobileNetV2Options
            {
                WidthMultiplier = words.GetValue(_width),
                InputChannels = input.Channels,
                InputHeight = input.Height,
                InputWidth = input.Width,
                Classes = words.GetValue(_classes),
            });
            return new NetworkSummary(plan, input.Count);
        }
        catch (InvalidArchitectureException exception)
        {
            throw new UsageException($"{OptionOf(exception.Setting).Name}: {exception.Message}");
        }
    }

    // Too many channels anywhere else are the width's doing.
    private Option OptionOf(string setting) => setting switch
    {
        nameof(MobileNetV2Options.Classes) => _classes,
        nameof(MobileNetV2Options.InputChannels) or nameof(MobileNetV2Options.InputHeight) or nameof(MobileNetV2Options.InputWidth) => _input,
        _ => _width,
    };
}
