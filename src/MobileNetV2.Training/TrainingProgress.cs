namespace MobileNets.Training;

/// <summary>Where a training run is, after a step.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps an epoch.</param>
/// <param name="Loss">Mean cross entropy of the epoch so far.</param>
/// <param name="ImagesPerSecond">Training pictures a second in this epoch.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond);
