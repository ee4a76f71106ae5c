using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using TorchSharp;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>One training run: the same pictures and recipe for every variant; the seed decides weights, order and augmentation.</summary>
/// <param name="Variant">The network.</param>
/// <param name="Seed">The run's seed.</param>
internal sealed record AblationRun(AblationVariant Variant, ulong Seed)
{
    public const double Width = 0.5;

    public static SyntheticFlowersOptions Pictures { get; } = new() { Classes = 20, PerClass = 100, Size = 72, Shares = new SplitShares(60, 40, 0) };

    // Torch's operators throughout: not every variant can be computed fused.
    public static TrainingOptions Recipe { get; } = new()
    {
        Epochs = 15, BatchSize = 16, ImageSize = 64, Optimizer = OptimizerKind.Sgd, LearningRate = 0.05, Schedule = ScheduleKind.Cosine, WarmupSteps = 75,
        MinCropArea = 0.5, Workers = 1, Compute = ComputeMode.Torch,
    };

    /// <summary>Seeds of the committed results.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } = [1, 2, 3];

    /// <summary>Reads <c>VARIANT:SEED</c>, or <c>all</c> for every variant with every seed.</summary>
    /// <exception cref="ArgumentException">The word is neither.</exception>
    public static IReadOnlyList<AblationRun> Parse(string word)
    {
        if (word == "all")
            return [.. from seed in Seeds from variant in AblationVariant.All select new AblationRun(variant, seed)];
        if (word.Split(':') is [var id, var digits] && ulong.TryParse(digits, out var seedGiven) && AblationVariant.All.FirstOrDefault(variant => variant.Id == id) is { } known)
            return [new AblationRun(known, seedGiven)];
        throw new ArgumentException($"'{word}' is not a run: give all, or VARIANT:SEED with a variant of {string.Join(", ", AblationVariant.All.Select(variant => variant.Id))}.");
    }

    public MobileNetV2Options Network(int classes) => new()
    {
        Classes = classes, WidthMultiplier = Width, InputHeight = Recipe.ImageSize, InputWidth = Recipe.ImageSize, Bottleneck = Variant.Bottleneck, Shortcut = Variant.Shortcut,
    };

    /// <summary>Trains.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="folder">A folder for the run's checkpoints and records.</param>
    public IReadOnlyList<EpochResult> Train(ImageDataset data, string folder)
    {
        // Small maps gain little from more threads.
        torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / 2));
        torch.manual_seed((long)Seed);
        using var model = new Modules.MobileNetV2(Network(data.ClassNames.Count));
        using var trainer = new Trainer(model, Recipe with { Seed = Seed })
        {
            EpochEnded = epoch => Console.WriteLine($"{Variant.Id}:{Seed} epoch {epoch.Epoch}: training {epoch.TrainAccuracy:P1}, validation {epoch.ValidationAccuracy:P1}, {epoch.Duration.TotalSeconds:F1} s"),
        };
        using var run = RunFolder.Create(folder, data.ClassNames);
        return trainer.Fit(data, run).History;
    }
}
