using System.CommandLine;
using System.CommandLine.Parsing;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Commands;

/// <summary><c>flowers</c>: writes a data set of generated flowers.</summary>
internal sealed class FlowersCommand : Command
{
    private static readonly SyntheticFlowersOptions s_defaults = new();

    private readonly Argument<string> _folder = new("DIR") { Description = "The folder to write; made if it does not exist" };
    private readonly Option<int> _classes = NumberOption.AtLeast(2, "--classes", $"Species, {s_defaults.Classes} at most", s_defaults.Classes);
    private readonly Option<int> _first = NumberOption.AtLeast(0, "--first", "The first species; those from 102 on are in no whole data set, to try a trained network on", s_defaults.FirstSpecies);
    private readonly Option<int> _perClass = NumberOption.AtLeast(1, "--per-class", "Pictures of each species", s_defaults.PerClass);
    private readonly Option<int> _size = NumberOption.AtLeast(16, "--size", "Side of the pictures in pixels", s_defaults.Size);
    private readonly Option<SplitShares> _split = new("--split")
    {
        Description = "Shares of training, validation and test pictures",
        HelpName = "T,V,T",
        CustomParser = ParseShares,
        DefaultValueFactory = _ => s_defaults.Shares,
    };
    private readonly Option<ulong> _seed = NumberOption.Create<ulong>("--seed", "Another seed, other pictures", _ => true, "0 or more", s_defaults.Seed);

    public FlowersCommand() : base("flowers", "Writes generated flowers in the layout of the Flowers102 data set")
    {
        Arguments.Add(_folder);
        Options.Add(_classes);
        Options.Add(_first);
        Options.Add(_perClass);
        Options.Add(_size);
        Options.Add(_split);
        Options.Add(_seed);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var folder = words.GetRequiredValue(_folder);
        var options = new SyntheticFlowersOptions
        {
            Classes = words.GetValue(_classes),
            FirstSpecies = words.GetValue(_first),
            PerClass = words.GetValue(_perClass),
            Size = words.GetValue(_size),
            Shares = words.GetRequiredValue(_split),
            Seed = words.GetValue(_seed),
        };
        var images = (long)options.Classes * options.PerClass;
        Write(folder, options, (int)Math.Min(images, int.MaxValue), cancellationToken);
        Console.Out.WriteLine($"{images} pictures of {options.Classes} species in {folder}");
        return ExitCode.Done;
    }

    private void Write(string folder, SyntheticFlowersOptions options, int images, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine("painted", images);
        try
        {
            SyntheticFlowers.Write(folder, options, progress, cancellationToken);
        }
        catch (ArgumentOutOfRangeException exception) when (OptionOf(exception.ParamName) is { } option)
        {
            throw new UsageException($"{option.Name}: {exception.Message.Split(" (", 2)[0]} Found {exception.ActualValue}.");
        }
    }

    /// <summary>The upper ends of the ranges are the generator's, which names its own properties.</summary>
    private Option? OptionOf(string? property) => property switch
    {
        nameof(SyntheticFlowersOptions.Classes) => _classes,
        nameof(SyntheticFlowersOptions.FirstSpecies) => _first,
        nameof(SyntheticFlowersOptions.PerClass) => _perClass,
        nameof(SyntheticFlowersOptions.Size) => _size,
        _ => null,
    };

    private static SplitShares? ParseShares(ArgumentResult result)
    {
        try
        {
            return SplitShares.Parse(result.Tokens[0].Value);
        }
        catch (FormatException exception)
        {
            result.AddError($"{result.OptionName()}: {exception.Message}");
            return null;
        }
    }
}
