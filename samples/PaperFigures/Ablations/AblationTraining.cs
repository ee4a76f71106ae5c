using MobileNets.Training.Data;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>Trains the runs that the file of results lacks and adds them to it; the figure is drawn from it the next time the program is built.</summary>
internal static class AblationTraining
{
    public static void Run(IReadOnlyList<AblationRun> runs, string resultsFile)
    {
        var missing = AblationResults.Missing(runs, resultsFile);
        if (missing.Count < runs.Count)
            Console.WriteLine($"{resultsFile} has {runs.Count - missing.Count} of {runs.Count} runs already; delete their lines to train them again.");
        var folder = Directory.CreateTempSubdirectory("ablations-").FullName;
        try
        {
            SyntheticFlowers.Write(Path.Combine(folder, "pictures"), AblationRun.Pictures);
            var data = ImageDataset.Open(Path.Combine(folder, "pictures"));
            foreach (var run in missing)
                AblationResults.Append(resultsFile, run, run.Train(data, Path.Combine(folder, $"{run.Variant.Id}-{run.Seed}")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
