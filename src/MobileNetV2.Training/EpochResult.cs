namespace MobileNets.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="TrainLoss">Mean cross entropy over the augmented training pictures, while the weights moved.</param>
/// <param name="TrainAccuracy">Share of them classified correctly, 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross entropy over the validation pictures, after the epoch.</param>
/// <param name="ValidationAccuracy">Share of them classified correctly, 0 to 1.</param>
/// <param name="IsBest">Whether no earlier epoch had as high a validation accuracy.</param>
/// <param name="Duration">Training and validation together.</param>
/// <param name="WaitShare">Share of the training time in which the network waited for pictures, 0 to 1.</param>
public sealed record EpochResult(
    int Epoch,
    double LearningRate,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    bool IsBest,
    TimeSpan Duration,
    double WaitShare);
