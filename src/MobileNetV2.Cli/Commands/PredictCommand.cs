using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MobileNets.Cli.Engines;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Imaging;

namespace MobileNets.Cli.Commands;

/// <summary><c>predict</c>: what pictures show. A picture that cannot be read does not keep the others from being answered.</summary>
internal sealed class PredictCommand : Command
{
    private const int BatchSize = 32;

    private readonly Option<string> _weights = SharedOptions.Weights();
    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The class names, one a line in a file, or imagenet; unless given, those that the weights carry",
        HelpName = "FILE|imagenet",
    };
    private readonly Option<int> _top = NumberOption.AtLeast(1, "--top", "Classes to name for each picture", 5);
    private readonly Option<Engine?> _engine = SharedOptions.Engine();
    private readonly Option<OutputFormat?> _format = SharedOptions.Format();
    private readonly Argument<string[]> _images = new("IMAGE")
    {
        Description = "JPEG and PNG files",
        Arity = ArgumentArity.OneOrMore,
    };

    public PredictCommand() : base("predict", "Says what pictures show")
    {
        Options.Add(_weights);
        Options.Add(_labels);
        Options.Add(_top);
        Options.Add(_engine);
        Options.Add(_format);
        Arguments.Add(_images);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var weights = words.GetRequiredValue(_weights);
        var modelWeights = WeightsSource.ReadClassifier(weights, cancellationToken);
        var description = modelWeights.Description;
        if (words.GetValue(_labels) is { } labels)
            description = description with { Labels = WeightsSource.Labels(labels, description.Network.Classes) };
        using var network = Network.Create(words.GetValue(_engine), modelWeights, description.InputSize, description.InputSize);
        var preprocessing = new EvaluationPreprocessing(description.ResizeSize, description.InputSize);
        var top = words.GetValue(_top);

        var files = words.GetRequiredValue(_images);
        var answers = new List<(string File, Prediction[] Predictions)>();
        foreach (var chunk in files.Chunk(BatchSize))
        {
            var pictures = PictureReader.Read(chunk, preprocessing, cancellationToken);
            if (pictures.Count > 0)
                answers.AddRange(Answer(pictures));
        }
        Print(answers, words.GetValue(_format));
        return answers.Count == files.Length ? ExitCode.Done : ExitCode.Failed;

        IEnumerable<(string File, Prediction[] Predictions)> Answer(List<PreparedPicture> pictures)
        {
            float[] planes = [.. pictures.SelectMany(picture => picture.Planes)];
            var logits = network.Logits(planes, [pictures.Count, RgbImage.Channels, preprocessing.Height, preprocessing.Width], cancellationToken);
            var classes = description.Network.Classes;
            return pictures.Select((picture, i) => (picture.File, Prediction.Top(logits.AsSpan(i * classes, classes), top, description.LabelOf)
                ?? throw CommandFailedException.NotFinite(weights)));
        }
    }

    private static void Print(List<(string File, Prediction[] Predictions)> answers, OutputFormat? format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(json => WriteJson(json, answers));
            return;
        }
        foreach (var (file, predictions) in answers)
        {
            Console.Out.WriteLine(file);
            foreach (var prediction in predictions)
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {prediction.Probability,8:P2}  {prediction.Label}"));
        }
    }

    private static void WriteJson(Utf8JsonWriter json, List<(string File, Prediction[] Predictions)> answers)
    {
        json.WriteStartArray();
        foreach (var (file, predictions) in answers)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteStartArray("predictions");
            foreach (var prediction in predictions)
            {
                json.WriteStartObject();
                json.WriteString("label", prediction.Label);
                json.WriteNumber("index", prediction.Index);
                json.WriteNumber("probability", prediction.Probability);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
