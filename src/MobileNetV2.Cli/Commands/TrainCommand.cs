using System.CommandLine;
using System.Globalization;
using MobileNets.Architecture;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Commands;

/// <summary><c>train</c>: trains on a data set and leaves a run folder behind.</summary>
internal sealed class TrainCommand : Command
{
    private static readonly TrainingOptions s_defaults = new();

    private readonly Option<string> _data = new("--data")
    {
        Description = "The data set: Flowers102's layout, or a folder per class",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _output = new("--output")
    {
        Description = "The run's folder: gets best.safetensors, labels.txt, metrics.csv and run.json",
        HelpName = "RUN",
        Required = true,
    };
    private readonly Option<string?> _weights = new("--weights") { Description = "Start from these weights; another number of classes gets a new classifier", HelpName = "FILE" };
    private readonly Option<int> _epochs = NumberOption.AtLeast(1, "--epochs", "Passes over the training pictures", s_defaults.Epochs);
    private readonly Option<int> _batch = NumberOption.AtLeast(2, "--batch", "Pictures a step", s_defaults.BatchSize);
    private readonly Option<double> _rate = Positive("--lr", "The learning rate of the first epoch", s_defaults.LearningRate);
    private readonly Option<double> _decay = NumberOption.Create("--lr-decay", "What the learning rate is multiplied by after an epoch", value => value is > 0 and <= 1, "above 0, at most 1", s_defaults.LearningRateDecay);
    private readonly Option<int> _warmup = NumberOption.AtLeast(0, "--warmup", "Steps over which the learning rate rises", s_defaults.WarmupSteps);
    private readonly Option<double> _crop = NumberOption.Create("--min-crop", "The smallest share of a picture that a random crop keeps", value => value is > 0 and <= 1, "above 0, at most 1", s_defaults.MinCropArea);
    private readonly Option<int> _size = NumberOption.AtLeast(32, "--size", "Height and width of what the network sees", s_defaults.ImageSize);
    private readonly Option<double> _width = SharedOptions.Width();
    private readonly Option<ulong> _seed = NumberOption.Create<ulong>("--seed", "Decides initial weights, order and augmentation", _ => true, "0 or more", s_defaults.Seed);
    private readonly Option<int> _workers = NumberOption.AtLeast(1, "--workers", "Threads that decode pictures", s_defaults.Workers);
    private readonly Option<int?> _threads = SharedOptions.Threads();

    public TrainCommand() : base("train", "Trains on a data set")
    {
        foreach (var option in new Option[] { _data, _output, _weights, _epochs, _batch, _rate, _decay, _warmup, _crop, _size, _width, _seed, _workers, _threads })
            Options.Add(option);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        SharedOptions.PrepareEngine(Engine.Torch, words.GetValue(_threads));
        var started = DateTimeOffset.Now;
        var data = ImageDataset.Open(words.GetRequiredValue(_data), words.GetValue(_seed));
        var options = new TrainingOptions
        {
            Epochs = words.GetValue(_epochs),
            BatchSize = words.GetValue(_batch),
            ImageSize = words.GetValue(_size),
            LearningRate = words.GetValue(_rate),
            LearningRateDecay = words.GetValue(_decay),
            WarmupSteps = words.GetValue(_warmup),
            MinCropArea = words.GetValue(_crop),
            Seed = words.GetValue(_seed),
            Workers = words.GetValue(_workers),
        };
        if (data.Samples(Split.Train).Count < options.BatchSize)
            throw new CommandFailedException($"{data.Folder}: {data.Samples(Split.Train).Count} training pictures do not fill a batch of {options.BatchSize}; choose a smaller --batch.");
        if (data.Samples(Split.Validation).Count == 0)
            throw new CommandFailedException($"{data.Folder}: there are no validation pictures; add some, or leave the split to this program by giving one folder per class.");

        torch.manual_seed((long)options.Seed);
        using var model = Model(words, data.ClassNames.Count, cancellationToken);
        using var trainer = new Trainer(model, options);
        var description = new ModelDescription
        {
            Labels = data.ClassNames,
            InputSize = trainer.Preprocessing.Size,
            ResizeSize = trainer.Preprocessing.ResizeTo,
        };
        var run = RunFolder.Create(words.GetRequiredValue(_output), data.ClassNames);
        Console.Error.WriteLine($"{data.ClassNames.Count} classes, {data.Samples(Split.Train).Count} training and {data.Samples(Split.Validation).Count} validation pictures; {model.Plan.Parameters} parameters");

        var epochs = new List<EpochResult>();
        Evaluation? test = null;
        try
        {
            foreach (var epoch in trainer.Fit(data, new StepLine(), cancellationToken))
            {
                epochs.Add(epoch);
                run.Record(epoch, model, description);
                StepLine.Clear();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch}/{options.Epochs}: lr {epoch.LearningRate:G4}, train loss {epoch.TrainLoss:F3} accuracy {epoch.TrainAccuracy:P1}, validation loss {epoch.ValidationLoss:F3} accuracy {epoch.ValidationAccuracy:P1}{(epoch.IsBest ? " (best)" : "")}, {epoch.Duration.TotalSeconds:F1} s, {epoch.WaitShare:P0} waiting for pictures"));
            }
            test = Test(run, data, trainer, cancellationToken);
        }
        finally
        {
            StepLine.Clear();
            run.Write(new RunReport
            {
                Options = options, Data = data, WidthMultiplier = model.Options.WidthMultiplier, Started = started, Ended = DateTimeOffset.Now, Epochs = epochs, Test = test,
            });
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"best validation accuracy {epochs.Max(epoch => epoch.ValidationAccuracy):P2}"));
        if (test is not null)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy            {test.Top1:P2} ({test.Images} pictures)"));
        Console.Out.WriteLine($"weights                  {run.BestWeights}");
        return ExitCode.Done;
    }

    private Modules.MobileNetV2 Model(ParseResult words, int classes, CancellationToken cancellationToken)
    {
        if (words.GetValue(_weights) is not { } file)
            return new Modules.MobileNetV2(new MobileNetV2Options { Classes = classes, WidthMultiplier = words.GetValue(_width) });
        var weights = WeightsSource.Read(file, cancellationToken);
        var model = ModelFile.Build(weights);
        if (model.Options is { IncludeClassifier: true } options && options.Classes == classes)
            return model;
        Console.Error.WriteLine(model.Options.IncludeClassifier
            ? $"{file}: features kept, the classifier for {model.Options.Classes} classes replaced by one for {classes}"
            : $"{file}: features kept, a classifier for {classes} classes added");
        model.ReplaceClassifier(classes);
        return model;
    }

    private static Evaluation? Test(RunFolder run, ImageDataset data, Trainer trainer, CancellationToken cancellationToken)
    {
        if (data.Samples(Split.Test).Count == 0)
            return null;
        var (best, _) = ModelFile.Load(run.BestWeights);
        using (best)
            return Evaluator.Evaluate(best, data.Samples(Split.Test), trainer.Preprocessing, cancellationToken: cancellationToken);
    }

    private static Option<double> Positive(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value > 0 && double.IsFinite(value), "above 0", defaultValue);

    /// <summary>Rewrites one line of the terminal after every step; silent when stderr goes elsewhere.</summary>
    private sealed class StepLine : IProgress<TrainingProgress>
    {
        public static void Clear()
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write("\r\e[K");
        }

        public void Report(TrainingProgress value)
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\repoch {value.Epoch}/{value.Epochs}, step {value.Step}/{value.Steps}: loss {value.Loss:F3}, {value.ImagesPerSecond:F0} images/s\e[K"));
        }
    }
}
