using MobileNets.Weights;

namespace MobileNets.Training.Data;

/// <summary>How far <see cref="Flowers102Download"/> is with one of its files.</summary>
/// <param name="File">The file's name.</param>
/// <param name="IsUnpacking">Whether it is there already and being unpacked.</param>
/// <param name="Progress">How much of it is downloaded or unpacked.</param>
public readonly record struct Flowers102Progress(string File, bool IsUnpacking, DownloadProgress Progress);
