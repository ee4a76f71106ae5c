using System.CommandLine;
using MobileNets.Architecture;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;

namespace MobileNets.Cli.Commands;

/// <summary><c>summary</c>: the network as a table laid out like torchinfo's, as JSON or as Markdown; or what its layers cost.</summary>
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
    private readonly Option<bool> _costs = new("--costs") { Description = "Every layer with kernel, stride, groups, shapes, parameters, mult-adds, their share and the memory of its activations" };
    private readonly Option<SummaryFormat?> _format = ChoiceOption.Create("--format", "How the result is printed", SummaryFormat.Text);

    public SummaryCommand() : base("summary", "Prints the network's layers with shapes, parameters and mult-adds")
    {
        Options.Add(_width);
        Options.Add(_input);
        Options.Add(_classes);
        Options.Add(_costs);
        Options.Add(_format);
        SetAction(Run);
    }

    private int Run(ParseResult words)
    {
        var summary = Summarise(words);
        var costs = words.GetValue(_costs);
        switch (words.GetValue(_format))
        {
            case SummaryFormat.Json:
                JsonOutput.Print(writer => summary.WriteJson(writer, costs));
                break;
            case SummaryFormat.Markdown:
                Console.Out.WriteLine(costs ? summary.Costs.ToMarkdown() : summary.ToMarkdown());
                break;
            default:
                Console.Out.WriteLine(costs ? summary.Costs.ToText() : summary.ToText());
                break;
        }
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
