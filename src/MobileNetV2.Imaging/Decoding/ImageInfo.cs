namespace MobileNets.Imaging;

/// <summary>What an image file's header says.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Format">The kind of file, by its content.</param>
public readonly record struct ImageInfo(int Width, int Height, ImageFileFormat Format);
