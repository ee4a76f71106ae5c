namespace MobileNets.Training;

/// <summary>Where a training run is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all, if it is not stopped early.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps an epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far; 0 before its first step.</param>
/// <param name="ImagesPerSecond">Training pictures a second in this epoch.</param>
/// <param name="TimeLeft">Estimate for what is left of all epochs.</param>
public sealed record TrainingProgress(
    TrainingPhase Phase, int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond, TimeSpan TimeLeft);
