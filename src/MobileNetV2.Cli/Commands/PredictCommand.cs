using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training;

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
        SharedOptions.PrepareEngine(words.GetValue(_engine));
        var weights = words.GetRequiredValue(_weights);
        var (model, description) = WeightsSource.LoadClassifier(weights, cancellationToken);
        using var _ = model;
        if (words.GetValue(_labels) is { } labels)
            description = description with { Labels = WeightsSource.Labels(labels, description.Network.Classes) };
        var preprocessing = new EvaluationPreprocessing(description.ResizeSize, description.InputSize);
        var top = words.GetValue(_top);
        Prediction[] Predict(ReadOnlySpan<float> logits) => Prediction.Top(logits, top, description.LabelOf) ?? throw CommandFailedException.NotFinite(weights);

        var files = words.GetRequiredValue(_images);
        var answers = new List<(string File, Prediction[] Predictions)>();
        foreach (var chunk in files.Chunk(BatchSize))
        {
            var pictures = PictureReader.Read(chunk, preprocessing, cancellationToken);
            if (pictures.Count > 0)
                answers.AddRange(Answer(model, pictures, preprocessing.Size, Predict));
        }
        Print(answers, words.GetValue(_format));
        return answers.Count == files.Length ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<(string File, Prediction[] Predictions)> Answer(
        MobileNetV2 model, IReadOnlyList<PreparedPicture> pictures, int size, Func<ReadOnlySpan<float>, Prediction[]> predict)
    {
        var planes = new float[pictures.Count * pictures[0].Planes.Length];
        for (var i = 0; i < pictures.Count; i++)
            pictures[i].Planes.CopyTo(planes, i * pictures[0].Planes.Length);
        var logits = Evaluator.Logits(model, planes, [pictures.Count, RgbImage.Channels, size, size]);
        return pictures.Select((picture, i) => (picture.File, predict(logits.AsSpan(i * model.Options.Classes, model.Options.Classes))));
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
