using System.CommandLine;
using System.Globalization;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Imaging;
using MobileNets.Inference;
using MobileNets.Training.Batches;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Commands;

/// <summary><c>quantize</c>: weights to 8-bit integers, with ranges for the activations taken from pictures.</summary>
internal sealed class QuantizeCommand : Command
{
    private readonly Argument<string> _input = new("IN") { Description = "The weights, in any format, or the name of pretrained ones" };
    private readonly Argument<string> _output = new("OUT") { Description = "The .safetensors file to write" };
    private readonly Option<string> _data = new("--data")
    {
        Description = "Pictures such as the network will see: Flowers102's layout, or a folder per class",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<int> _images = NumberOption.AtLeast(1, "--images", "How many pictures to look at", 200);
    private readonly Option<Split?> _split = ChoiceOption.Create("--split", "Which pictures", Split.Train);

    public QuantizeCommand() : base("quantize", "Makes weights 8-bit integers: a quarter of the size, and faster")
    {
        Arguments.Add(_input);
        Arguments.Add(_output);
        Options.Add(_data);
        Options.Add(_images);
        Options.Add(_split);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var output = words.GetRequiredValue(_output);
        if (!output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new CommandFailedException($"{output}: quantised weights are written as .safetensors only; choose such a file.");
        var data = ImageDataset.Open(words.GetRequiredValue(_data));
        SkippedLine.ReportAll(data);
        var samples = Spread(data.Samples(words.GetValue(_split) ?? Split.Train), words.GetValue(_images));
        var weights = WeightsSource.Read(words.GetRequiredValue(_input), cancellationToken);
        var preprocessing = new EvaluationPreprocessing(weights.Description.ResizeSize, weights.Description.InputSize);

        using var quantizer = new Quantizer(weights);
        using (var progress = new ProgressLine("looked at", samples.Count))
            foreach (var batch in new EvaluationBatches(samples, preprocessing, skipped: new SkippedLine()).Pass(cancellationToken))
                using (batch)
                {
                    quantizer.Observe(batch.Pixels, cancellationToken);
                    progress.Report(quantizer.Images);
                }
        if (quantizer.Images == 0)
            throw new CommandFailedException($"{data.Folder}: none of these pictures can be read; choose another --split or another folder.");

        quantizer.Quantize().Write(output);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {new FileInfo(output).Length / 1e6:F2} MB, ranges from {quantizer.Images} pictures"));
        return ExitCode.Done;
    }

    // Evenly spread: data sets are sorted by class.
    private static List<ImageSample> Spread(IReadOnlyList<ImageSample> samples, int count)
    {
        count = Math.Min(count, samples.Count);
        return [.. Enumerable.Range(0, count).Select(i => samples[(int)((long)i * samples.Count / count)])];
    }
}
