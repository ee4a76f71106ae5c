using System.CommandLine;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Weights;

namespace MobileNets.Cli.Commands;

/// <summary><c>pretrained</c>: lists published weights, or downloads some and prints where they are.</summary>
internal sealed class PretrainedCommand : Command
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "Weights to download into the cache, unless they are there; their path is printed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public PretrainedCommand() : base("pretrained", $"Lists or downloads published weights; {DownloadCache.FolderVariable} names another cache folder")
    {
        Arguments.Add(_name);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        if (words.GetValue(_name) is { } name)
            Console.Out.WriteLine(WeightsSource.Fetch(Find(name), cancellationToken));
        else
            foreach (var weights in PretrainedWeights.All)
                Console.Out.WriteLine(FormattableString.Invariant($"{weights.Name}  top-1 {weights.Top1Accuracy} %, top-5 {weights.Top5Accuracy} %, {weights.Parameters} parameters  {weights.Address}"));
        return ExitCode.Done;
    }

    private static PretrainedWeights Find(string name)
    {
        try
        {
            return PretrainedWeights.Find(name);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
