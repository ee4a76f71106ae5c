using System.Globalization;
using MobileNets.Training;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>The file of training runs, one line an epoch: comments that state the command, a heading, numbers.</summary>
internal static class AblationResults
{
    private const string Heading = "variant,seed,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy";

    /// <summary>The committed file, as it was when the program was built.</summary>
    public static IReadOnlyList<AblationEpoch> Committed()
    {
        using var stream = typeof(AblationResults).Assembly.GetManifestResourceStream("ablations.csv")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">A line is not one of such a file.</exception>
    public static IReadOnlyList<AblationEpoch> Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#').ToList();
        if (lines.Count == 0 || lines[0] != Heading)
            throw new FormatException($"Expected the heading '{Heading}', found '{lines.FirstOrDefault()}'.");
        return [.. lines.Skip(1).Select(Epoch)];
    }

    /// <summary>The runs that a file, where there is one, doesn't hold yet.</summary>
    /// <exception cref="FormatException">A line is not one of such a file.</exception>
    public static IReadOnlyList<AblationRun> Missing(IReadOnlyList<AblationRun> runs, string path) =>
        File.Exists(path) ? [.. runs.Except(Parse(File.ReadAllText(path)).Select(epoch => new AblationRun(epoch.Variant, epoch.Seed)))] : runs;

    /// <summary>Adds a run to a file, which is begun where there is none.</summary>
    public static void Append(string path, AblationRun run, IEnumerable<EpochResult> epochs)
    {
        var lines = epochs.Select(epoch => string.Create(CultureInfo.InvariantCulture,
            $"{run.Variant.Id},{run.Seed},{epoch.Epoch},{epoch.TrainLoss:F4},{epoch.TrainAccuracy:F4},{epoch.ValidationLoss:F4},{epoch.ValidationAccuracy:F4}"));
        File.AppendAllLines(path, File.Exists(path) ? lines : [.. Comments(), Heading, .. lines]);
    }

    private static IEnumerable<string> Comments()
    {
        var (pictures, recipe) = (AblationRun.Pictures, AblationRun.Recipe);
        yield return "# dotnet run -c Release --project samples/PaperFigures -- --ablations all";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"# generated flowers: {pictures.Classes} species, {pictures.PerClass} pictures each of {pictures.Size}×{pictures.Size}, {pictures.Shares} to train, validate and test");
        yield return string.Create(CultureInfo.InvariantCulture,
            $"# MobileNetV2 at width {AblationRun.Width}, {recipe.ImageSize}×{recipe.ImageSize}; {recipe.Epochs} epochs, batch {recipe.BatchSize}, {recipe.Optimizer} at {recipe.LearningRate}, {recipe.Schedule}, {recipe.WarmupSteps} steps of warm-up");
    }

    private static AblationEpoch Epoch(string line)
    {
        if (line.Split(',') is [var id, var seed, var epoch, var trainLoss, var trainAccuracy, var validationLoss, var validationAccuracy]
            && AblationVariant.All.FirstOrDefault(variant => variant.Id == id) is { } known)
            return new AblationEpoch(known, ulong.Parse(seed, CultureInfo.InvariantCulture), int.Parse(epoch, CultureInfo.InvariantCulture),
                Number(trainLoss), Number(trainAccuracy), Number(validationLoss), Number(validationAccuracy));
        throw new FormatException($"Expected {Heading}, found '{line}'.");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
