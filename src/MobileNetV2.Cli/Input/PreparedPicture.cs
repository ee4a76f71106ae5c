namespace MobileNets.Cli.Input;

/// <summary>A picture as the network reads it.</summary>
/// <param name="File">The file it was read from, as the caller named it.</param>
/// <param name="Planes">Normalised floats, [3, H, W].</param>
internal sealed record PreparedPicture(string File, float[] Planes);
