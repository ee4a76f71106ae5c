namespace MobileNets.Training.Data;

/// <summary>One labelled picture.</summary>
/// <param name="Path">The picture's file.</param>
/// <param name="Label">The class, an index into <see cref="ImageDataset.ClassNames"/>.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="Label"/> is negative.</exception>
public sealed record ImageSample(string Path, int Label)
{
    /// <summary>The class, an index into <see cref="ImageDataset.ClassNames"/>.</summary>
    public int Label { get; } = Label >= 0 ? Label : throw new ArgumentOutOfRangeException(nameof(Label), Label, "Expected 0 or more.");
}
