using System.CommandLine;
using System.Globalization;
using MobileNets.Cli.Engines;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Imaging;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Weights;

namespace MobileNets.Cli.Commands;

/// <summary><c>evaluate</c>: accuracy and loss over a split of a data set.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "The data set: Flowers102's layout, or a folder per class",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _weights = SharedOptions.Weights();
    private readonly Option<Split?> _split = ChoiceOption.Create("--split", "Which pictures", Split.Test);
    private readonly Option<string?> _report = new("--report") { Description = "Write the confusion matrix (SVG) and a table of the classes there", HelpName = "DIR" };
    private readonly Option<Engine?> _engine = SharedOptions.Engine();
    private readonly Option<OutputFormat?> _format = SharedOptions.Format();

    public EvaluateCommand() : base("evaluate", "Measures accuracy and loss over a data set")
    {
        Options.Add(_data);
        Options.Add(_weights);
        Options.Add(_split);
        Options.Add(_report);
        Options.Add(_engine);
        Options.Add(_format);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var weights = words.GetRequiredValue(_weights);
        var split = words.GetValue(_split) ?? Split.Test;
        var data = ImageDataset.Open(words.GetRequiredValue(_data));
        SkippedLine.ReportAll(data);
        var samples = data.Samples(split);
        if (samples.Count == 0)
            throw new CommandFailedException($"{data.Folder}: there are no {NameOf(split)} pictures; choose another --split.");

        var modelWeights = WeightsSource.ReadClassifier(weights, cancellationToken);
        var description = modelWeights.Description;
        CompareClasses(data, weights, description);
        var preprocessing = new EvaluationPreprocessing(description.ResizeSize, description.InputSize);
        using var network = Network.Create(words.GetValue(_engine), modelWeights, preprocessing.Height, preprocessing.Width);
        var evaluation = Evaluate(network, description.Network.Classes, samples, preprocessing, cancellationToken);
        if (!double.IsFinite(evaluation.Loss))
            throw CommandFailedException.NotFinite(weights);
        if (words.GetValue(_report) is { } folder)
            EvaluationReport.Write(folder, evaluation, data.ClassNames);
        Print(evaluation, words.GetValue(_format));
        return ExitCode.Done;
    }

    private static Evaluation Evaluate(
        INetwork network, int classes, IReadOnlyList<ImageSample> samples, EvaluationPreprocessing preprocessing, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine("evaluated", samples.Count);
        return Evaluator.Evaluate(
            batch => network.Logits(batch.Pixels, batch.Shape, cancellationToken), classes, samples, preprocessing, progress, cancellationToken, new SkippedLine());
    }

    private static void CompareClasses(ImageDataset data, string weights, ModelDescription description)
    {
        if (data.ClassNames.Count != description.Network.Classes)
            throw new CommandFailedException(
                $"{data.Folder}: {data.ClassNames.Count} classes, but {weights} has {description.Network.Classes}; give the data set that the weights were trained on.");
        if (description.Labels is null)
            return;

        // Other names for the same classes are no fault, another order would be: only the caller can tell.
        var different = Enumerable.Range(0, description.Network.Classes).FirstOrDefault(i => data.ClassNames[i] != description.Labels[i], -1);
        if (different >= 0)
            Console.Error.WriteLine(
                $"Warning: class {different} is '{data.ClassNames[different]}' in {data.Folder}, '{description.Labels[different]}' in {weights}.");
    }

    private static void Print(Evaluation evaluation, OutputFormat? format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("images", evaluation.Images);
                json.WriteNumber("top1", evaluation.Top1);
                json.WriteNumber("top5", evaluation.Top5);
                json.WriteNumber("loss", evaluation.Loss);
                json.WriteEndObject();
            });
            return;
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            images  {evaluation.Images}
            top-1   {evaluation.Top1:P2}
            top-5   {evaluation.Top5:P2}
            loss    {evaluation.Loss:F4}
            """));
    }

    private static string NameOf(Split split) => split switch
    {
        Split.Train => "training",
        Split.Validation => "validation",
        _ => "test",
    };
}
