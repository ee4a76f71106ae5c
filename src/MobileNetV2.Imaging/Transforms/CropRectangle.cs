namespace MobileNets.Imaging;

/// <summary>A part of a picture, in pixels.</summary>
/// <param name="X">The leftmost column, from 0.</param>
/// <param name="Y">The topmost row, from 0.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct CropRectangle(int X, int Y, int Width, int Height);
