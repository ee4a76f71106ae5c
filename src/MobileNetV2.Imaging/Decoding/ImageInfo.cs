namespace MobileNets.Imaging;

/// <summary>What an image file's header says.</summary>
/// <param name="Width">Columns of the upright picture, at least 1.</param>
/// <param name="Height">Rows of the upright picture, at least 1.</param>
/// <param name="Format">The kind of file, by its content.</param>
public readonly record struct ImageInfo(int Width, int Height, ImageFileFormat Format);
