using MobileNets.Modules;
using MobileNets.Weights;

namespace MobileNets.Training.Checkpoints;

/// <summary>Everything that the next step of a training run depends on.</summary>
public sealed record Checkpoint
{
    /// <summary>Where the run is.</summary>
    public required TrainingState State { get; init; }

    /// <summary>The network's weights and buffers, with its <see cref="ModelDescription"/> as metadata.</summary>
    public required StateDict Model { get; init; }

    /// <summary>The optimiser's buffers.</summary>
    public required StateDict Optimizer { get; init; }

    /// <summary>The moving average of the weights; null where none is kept.</summary>
    public StateDict? Average { get; init; }

    /// <summary>What the best epoch was measured with; null before the first epoch's end.</summary>
    public StateDict? Best { get; init; }

    /// <summary>Builds the network that the run trains, with its weights of now.</summary>
    /// <returns>The network, which the caller disposes.</returns>
    public MobileNetV2 BuildModel()
    {
        var description = ModelDescription.FromMetadata(Model.Metadata, "checkpoint")!;
        var model = new MobileNetV2(description.Network with { Dropout = State.Dropout });
        model.LoadStateDict(Model, "checkpoint");
        return model;
    }
}
