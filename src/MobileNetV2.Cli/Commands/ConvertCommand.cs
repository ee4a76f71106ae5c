using System.CommandLine;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Weights;

namespace MobileNets.Cli.Commands;

/// <summary><c>convert</c>: weights from one format to another.</summary>
internal sealed class ConvertCommand : Command
{
    private readonly Argument<string> _input = new("IN")
    {
        Description = ".safetensors, .pth or .pt (PyTorch state dict or checkpoint), .dat (TorchSharp), or the name of pretrained weights",
    };
    private readonly Argument<string> _output = new("OUT") { Description = ".safetensors, .dat (TorchSharp) or .onnx" };
    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The class names to store, one a line in a file, or imagenet; unless given, those that the weights carry",
        HelpName = "FILE|imagenet",
    };
    private readonly Option<FloatType?> _floats = ChoiceOption.Create("--dtype", "Type of the weights in a .safetensors file", FloatType.Float32);
    private readonly Option<bool> _keepBatchNorm = new("--keep-batch-norm") { Description = ".onnx: keep batch normalisation as nodes of its own" };
    private readonly Option<bool> _fixedSize = new("--fixed-size") { Description = ".onnx: accept only the height and width that the weights were trained at" };

    public ConvertCommand() : base("convert", "Converts weights; width and classes are read off them")
    {
        Arguments.Add(_input);
        Arguments.Add(_output);
        Options.Add(_labels);
        Options.Add(_floats);
        Options.Add(_keepBatchNorm);
        Options.Add(_fixedSize);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    // The members' names are the words of the option.
    private enum FloatType { Float32, Float16, BFloat16 }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var output = words.GetRequiredValue(_output);
        var weights = WeightsSource.Read(words.GetRequiredValue(_input), cancellationToken);
        if (words.GetValue(_labels) is { } labels)
            weights = weights.Describe(weights.Description with { Labels = WeightsSource.Labels(labels, weights.Description.Network.Classes) });

        var floats = words.GetValue(_floats) switch
        {
            FloatType.Float16 => TensorElementType.Float16,
            FloatType.BFloat16 => TensorElementType.BFloat16,
            _ => TensorElementType.Float32,
        };
        weights.Write(output, floats, new OnnxOptions { FoldBatchNorm = !words.GetValue(_keepBatchNorm), FixedInputSize = words.GetValue(_fixedSize) });

        var network = weights.Description.Network;
        var head = network.IncludeClassifier ? $"{network.Classes} classes" : "no classifier";
        Console.Error.WriteLine(FormattableString.Invariant($"{output}: MobileNetV2 at width {network.WidthMultiplier}, {head}, {weights.Plan.Parameters} parameters"));
        return ExitCode.Done;
    }
}
