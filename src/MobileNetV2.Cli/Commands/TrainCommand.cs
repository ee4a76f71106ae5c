using System.CommandLine;
using System.Globalization;
using MobileNets.Architecture;
using MobileNets.Cli.Engines;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using TorchSharp;

namespace MobileNets.Cli.Commands;

/// <summary><c>train</c>: trains on a data set and leaves a run folder behind.</summary>
internal sealed class TrainCommand : Command
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "The data set: Flowers102's layout, or a folder per class",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _output = new("--output")
    {
        Description = "The run's folder: gets checkpoints, best.safetensors, labels.txt, metrics.csv, curves.svg, TensorBoard events and run.json",
        HelpName = "RUN",
        Required = true,
    };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the interrupted run in RUN; its options come from its checkpoint" };
    private readonly Option<bool> _swap = new("--swap-splits") { Description = "Train on the test split and test on the training split (Flowers102: 6,149 instead of 1,020 pictures)" };
    private readonly Option<string?> _weights = new("--weights") { Description = "Start from these weights; another number of classes gets a new classifier", HelpName = "FILE" };
    private readonly Option<double> _width = SharedOptions.Width();
    private readonly Option<BottleneckActivation?> _bottleneck = ChoiceOption.Create("--bottleneck", "What follows an inverted residual's projection", BottleneckActivation.Linear);
    private readonly Option<ShortcutPlacement?> _shortcut = ChoiceOption.Create("--shortcut", "What the shortcuts connect", ShortcutPlacement.Bottleneck);
    private readonly RecipeOptions _recipe = new();
    private readonly Option<double> _checkpointMinutes = NumberOption.Create(
        "--checkpoint-minutes", "Minutes after which a checkpoint is written within an epoch", value => value > 0 && value < 1e6, "above 0", 10.0);
    private readonly Option<int?> _threads = SharedOptions.Threads();

    public TrainCommand() : base("train", "Trains on a data set")
    {
        foreach (var option in (Option[])[_data, _output, _resume, _swap, _weights, _width, _bottleneck, _shortcut, .. _recipe.All, _checkpointMinutes, _threads])
            Options.Add(option);
        SetAction((words, cancellationToken) => Task.FromResult(words.GetValue(_resume) ? Resume(words, cancellationToken) : Begin(words, cancellationToken)));
    }

    private int Begin(ParseResult words, CancellationToken cancellationToken)
    {
        var options = _recipe.Read(words);
        TorchNetwork.UseThreads(words.GetValue(_threads));
        var data = Check(words.GetValue(_swap) ? Open(words).SwapTrainAndTest() : Open(words), options);
        torch.manual_seed((long)options.Seed);
        using var model = Model(words, data.ClassNames.Count, cancellationToken);
        using var run = RunFolder.Create(words.GetRequiredValue(_output), data.ClassNames);
        return Train(words, model, options, data, run, cancellationToken);
    }

    private int Resume(ParseResult words, CancellationToken cancellationToken)
    {
        using var run = RunFolder.Resume(words.GetRequiredValue(_output));
        if (run.Warning is { } warning)
            Console.Error.WriteLine($"Warning: {warning}");
        var checkpoint = run.Checkpoint!;
        using var model = checkpoint.BuildModel();
        var options = _recipe.Read(words, checkpoint.State.Options);
        if (words.GetValue(_weights) is not null)
            throw new CommandFailedException("--weights: a run that is resumed has weights of its own; leave the option out, or start a new run.");
        RefuseOther(words, _width, model.Options.WidthMultiplier);
        RefuseOther(words, _bottleneck, model.Options.Bottleneck);
        RefuseOther(words, _shortcut, model.Options.Shortcut);
        RefuseOther(words, _threads, checkpoint.State.Threads);
        TorchNetwork.UseThreads(checkpoint.State.Threads);
        var data = Open(words);
        if (words.GetValue(_swap) && data.SplitRule == checkpoint.State.SplitRule)
            throw new CommandFailedException("--swap-splits: the run began without it; leave the option out to resume it, or start a new run.");
        if (data.SplitRule != checkpoint.State.SplitRule && data.Samples(Split.Test).Count > 0)
            data = data.SwapTrainAndTest();
        return Train(words, model, options, Check(data, options), run, cancellationToken);
    }

    private int Train(ParseResult words, Modules.MobileNetV2 model, TrainingOptions options, ImageDataset data, RunFolder run, CancellationToken cancellationToken)
    {
        var display = new TrainingDisplay();
        display.WriteLine($"{data.ClassNames.Count} classes, {data.Samples(Split.Train).Count} training and {data.Samples(Split.Validation).Count} validation pictures ({data.SplitRule}); {model.Plan.Parameters} parameters");
        using var trainer = new Trainer(model, options, display)
        {
            CheckpointInterval = TimeSpan.FromMinutes(words.GetValue(_checkpointMinutes)),
            EpochEnded = epoch => display.Report(epoch, options.Epochs),
        };
        if (options.Compute == ComputeMode.Fused && trainer.FusedObstacle is { } obstacle)
            throw new CommandFailedException($"--compute fused: {obstacle}; choose auto or torch.");
        TrainingResult result;
        try
        {
            result = display.During(() => trainer.Fit(data, run, display, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"The checkpoint is written; go on with: train --data {data.Folder} --output {run.Path} --resume");
            throw;
        }
        var test = Test(result, data, trainer, cancellationToken);
        run.Write(result.Report with { Test = test, Written = DateTimeOffset.Now });
        Print(result, test);
        return ExitCode.Done;
    }

    // A folder that is not divided is divided the same way whatever the run's seed, so that evaluate finds the same test pictures.
    private ImageDataset Open(ParseResult words)
    {
        var data = ImageDataset.Open(words.GetRequiredValue(_data));
        SkippedLine.ReportAll(data);
        return data;
    }

    private static ImageDataset Check(ImageDataset data, TrainingOptions options)
    {
        if (data.Samples(Split.Train).Count < options.BatchSize)
            throw new CommandFailedException($"{data.Folder}: {data.Samples(Split.Train).Count} training pictures do not fill a batch of {options.BatchSize}; choose a smaller --batch.");
        if (data.Samples(Split.Validation).Count == 0)
            throw new CommandFailedException($"{data.Folder}: there are no validation pictures; add some, or leave the split to this program by giving one folder per class.");
        return data;
    }

    private Modules.MobileNetV2 Model(ParseResult words, int classes, CancellationToken cancellationToken)
    {
        if (words.GetValue(_weights) is not { } file)
            return new Modules.MobileNetV2(new MobileNetV2Options
            {
                Classes = classes,
                WidthMultiplier = words.GetValue(_width),
                Bottleneck = words.GetValue(_bottleneck) ?? BottleneckActivation.Linear,
                Shortcut = words.GetValue(_shortcut) ?? ShortcutPlacement.Bottleneck,
            });
        var weights = WeightsSource.Read(file, cancellationToken);
        RefuseOtherThanFile(words, _bottleneck, file, weights.Description.Network.Bottleneck);
        RefuseOtherThanFile(words, _shortcut, file, weights.Description.Network.Shortcut);
        var model = ModelFile.Build(weights);
        if (model.Options is { IncludeClassifier: true } options && options.Classes == classes)
            return model;
        Console.Error.WriteLine(model.Options.IncludeClassifier
            ? $"{file}: features kept, the classifier for {model.Options.Classes} classes replaced by one for {classes}"
            : $"{file}: features kept, a classifier for {classes} classes added");
        model.ReplaceClassifier(classes);
        return model;
    }

    private static Evaluation? Test(TrainingResult result, ImageDataset data, Trainer trainer, CancellationToken cancellationToken)
    {
        if (data.Samples(Split.Test).Count == 0)
            return null;
        var (best, _) = ModelFile.Load(result.BestModel);
        using (best)
            return Evaluator.Evaluate(best, data.Samples(Split.Test), trainer.Preprocessing, cancellationToken: cancellationToken, skipped: new SkippedLine());
    }

    private static void Print(TrainingResult result, Evaluation? test)
    {
        Console.Out.WriteLine(ClosingSummary.Of(result.History));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"best validation accuracy {result.Best.ValidationAccuracy:P2} (epoch {result.Best.Epoch})"));
        if (test is not null)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy            {test.Top1:P2} ({test.Images} pictures)"));
        Console.Out.WriteLine($"weights                  {result.BestModel}");
    }

    private static void RefuseOther<T>(ParseResult words, Option<T> option, T begun)
    {
        if (words.GetResult(option) is { Implicit: false } && !Equals(words.GetValue(option), begun))
            throw new CommandFailedException($"{option.Name}: the run began with {begun}; leave the option out to resume it, or start a new run.");
    }

    private static void RefuseOtherThanFile<T>(ParseResult words, Option<T?> option, string file, T found) where T : struct, Enum
    {
        if (words.GetValue(option) is { } value && !Equals(value, found))
            throw new CommandFailedException($"{option.Name}: {file} is of a network with {found.ToString().ToLowerInvariant()}; leave the option out, or train without --weights.");
    }
}
