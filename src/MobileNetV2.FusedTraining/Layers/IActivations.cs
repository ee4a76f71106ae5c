using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What a depthwise convolution reads.</summary>
internal unsafe interface IActivations
{
    MapShape Shape { get; }

    /// <summary>Where they are stored; null where they are made anew wherever they are read.</summary>
    Map? Stored { get; }

    /// <summary>Makes neighbouring rows of a channel block in a forward pass, unless a layer before has stored them.</summary>
    /// <param name="image">Of which image.</param>
    /// <param name="block">Of which channel block.</param>
    /// <param name="first">From which row on.</param>
    /// <param name="count">How many.</param>
    /// <param name="memory">Where they go: <see cref="Stored"/>, or anywhere without.</param>
    void Make(int image, int block, int first, int count, float* memory);

    /// <summary>What <see cref="Make"/>, or who reads them, reads some time after it began with a channel block, as much as that.</summary>
    MemoryRange RangeAhead(int image, int block);
}
