namespace MobileNets.Training.Tests;

/// <summary>Tests that count on torch's one random generator, which no other test may use meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchGenerator
{
    public const string Name = "torch's generator";
}
