namespace MobileNets.Training.Checkpoints;

/// <summary>Running sums over the steps of an epoch.</summary>
/// <param name="Steps">Steps done: the position in the epoch.</param>
/// <param name="Images">Pictures seen.</param>
/// <param name="LossSum">Sum of their cross entropies.</param>
/// <param name="Correct">How many were classified correctly.</param>
/// <param name="Elapsed">Time that the epoch has taken so far, over all interruptions.</param>
/// <param name="Waited">The part of it in which the network waited for pictures.</param>
public sealed record EpochTally(int Steps = 0, long Images = 0, double LossSum = 0, long Correct = 0, TimeSpan Elapsed = default, TimeSpan Waited = default);
