namespace MobileNets.Training;

/// <summary>What a training run came to.</summary>
/// <param name="History">Every epoch.</param>
/// <param name="BestModel">The file of the best epoch's network (see <see cref="MobileNets.Modules.ModelFile"/>).</param>
public sealed record TrainingResult(IReadOnlyList<EpochResult> History, string BestModel)
{
    /// <summary>The epoch with the highest validation accuracy; of equal ones the first.</summary>
    public EpochResult Best => History.Last(epoch => epoch.IsBest);
}
