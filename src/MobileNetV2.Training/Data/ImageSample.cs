namespace MobileNets.Training.Data;

/// <summary>One labelled picture.</summary>
/// <param name="Path">The picture's file.</param>
/// <param name="Label">The class, an index into <see cref="ImageDataset.ClassNames"/>.</param>
public sealed record ImageSample(string Path, int Label);
