namespace MobileNets.Benchmarks;

/// <summary>Milliseconds of a training step and of its parts; what they leave is clearing gradients, the loss, and freeing tensors.</summary>
internal sealed record StepTime(double Total, double Forward, double Backward, double Optimizer);
