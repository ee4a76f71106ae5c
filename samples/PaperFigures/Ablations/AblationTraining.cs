using MobileNets.Training.Data;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>Trains runs and adds them to the file of results, from which the figure is drawn the next time the program is built.</summary>
internal static class AblationTraining
{
    public static void Run(IReadOnlyList<AblationRun> runs, string resultsFile)
    {
        var folder = Directory.CreateTempSubdirectory("ablations-").FullName;
        try
        {
            SyntheticFlowers.Write(Path.Combine(folder, "pictures"), AblationRun.Pictures);
            var data = ImageDataset.Open(Path.Combine(folder, "pictures"));
            foreach (var run in runs)
                AblationResults.Append(resultsFile, run, run.Train(data, Path.Combine(folder, $"{run.Variant.Id}-{run.Seed}")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
