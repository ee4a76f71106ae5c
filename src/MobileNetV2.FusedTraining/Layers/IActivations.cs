using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What a depthwise convolution reads.</summary>
internal unsafe interface IActivations
{
    MapShape Shape { get; }

    /// <summary>Whether they lie in memory, so that <see cref="Rows"/> is free.</summary>
    bool AreStored { get; }

    /// <summary>Neighbouring rows of a channel block.</summary>
    /// <param name="image">Of which image.</param>
    /// <param name="block">Of which channel block.</param>
    /// <param name="first">From which row on.</param>
    /// <param name="count">How many.</param>
    /// <param name="memory">Where they go if they have to be made.</param>
    /// <returns>Where they are.</returns>
    float* Rows(int image, int block, int first, int count, float* memory);

    /// <summary>What <see cref="Rows"/> reads some time after it began with a channel block, as much as that.</summary>
    MemoryRange RangeAhead(int image, int block);
}
