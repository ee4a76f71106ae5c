using MobileNets.Training.Runs;

namespace MobileNets.Training;

/// <summary>What a training run came to.</summary>
/// <param name="History">Every epoch.</param>
/// <param name="BestModel">The file of the best epoch's network (see <see cref="MobileNets.Modules.ModelFile"/>).</param>
/// <param name="Report">What <c>run.json</c> says; evaluated on the test pictures, it can be written again with the outcome.</param>
public sealed record TrainingResult(IReadOnlyList<EpochResult> History, string BestModel, RunReport Report)
{
    /// <summary>The epoch with the highest validation accuracy; of equal ones the first.</summary>
    public EpochResult Best => History.Last(epoch => epoch.IsBest);
}
