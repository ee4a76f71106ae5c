namespace MobileNets.Weights;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on the disk, those of an earlier, interrupted call included. Falls back to 0 where the server makes it start over.</param>
/// <param name="Total">Bytes of the whole file, or null where the server has not said.</param>
/// <param name="Notice">A line for the user where something out of the ordinary happened (a retry, a damaged file), else null.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total, string? Notice = null);
