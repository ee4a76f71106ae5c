using System.CommandLine;
using MobileNets.Architecture;
using MobileNets.Cli.Engines;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Imaging;
using MobileNets.Weights;

namespace MobileNets.Cli.Commands;

/// <summary><c>logits</c>: the network's raw outputs, from one <c>.npy</c> file to another.</summary>
internal sealed class LogitsCommand : Command
{
    private const int BatchSize = 32;

    private readonly Option<string> _weights = SharedOptions.Weights();
    private readonly Option<string> _input = new("--input")
    {
        Description = "Normalised pictures, float32 [N,3,H,W]",
        HelpName = "X.npy",
        Required = true,
    };
    private readonly Option<string> _output = new("--output")
    {
        Description = "The file to write, float32 [N,classes]",
        HelpName = "Y.npy",
        Required = true,
    };
    private readonly Option<Engine?> _engine = SharedOptions.Engine();
    private readonly Option<int?> _threads = SharedOptions.Threads();

    public LogitsCommand() : base("logits", "Runs the network over a NumPy array of pictures")
    {
        Options.Add(_weights);
        Options.Add(_input);
        Options.Add(_output);
        Options.Add(_engine);
        Options.Add(_threads);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var input = words.GetRequiredValue(_input);
        var pictures = NumpyFile.Read(input);
        if (pictures.Shape is not [>= 1, RgbImage.Channels, >= 1, >= 1])
            throw new CommandFailedException(
                $"{input}: expected the shape [N, {RgbImage.Channels}, H, W], found [{string.Join(", ", pictures.Shape)}]; save a batch of RGB pictures.");

        var weights = WeightsSource.ReadClassifier(words.GetRequiredValue(_weights), cancellationToken);
        using var network = CreateNetwork(words, weights, input, pictures);
        var classes = weights.Description.Network.Classes;
        var count = (int)pictures.Shape[0];
        var length = pictures.Values.Length / count;
        var logits = new List<float>(count * classes);
        for (var start = 0; start < count; start += BatchSize)
        {
            var batch = Math.Min(BatchSize, count - start);
            logits.AddRange(network.Logits(pictures.Values.AsSpan(start * length, batch * length), [batch, .. pictures.Shape.Skip(1)], cancellationToken));
        }
        NumpyFile.Write(words.GetRequiredValue(_output), [count, classes], logits.ToArray());
        return ExitCode.Done;
    }

    private INetwork CreateNetwork(ParseResult words, ClassifierWeights weights, string input, NumpyArray pictures)
    {
        var engine = words.GetValue(_engine);
        try
        {
            return Network.Create(engine, weights, (int)pictures.Shape[2], (int)pictures.Shape[3], words.GetValue(_threads));
        }
        catch (InvalidArchitectureException exception) when (engine != Engine.Torch && exception.Setting is nameof(MobileNetV2Options.InputHeight) or nameof(MobileNetV2Options.InputWidth))
        {
            throw new CommandFailedException($"{input}: {exception.Message} Use --engine torch for other sizes.");
        }
    }
}
