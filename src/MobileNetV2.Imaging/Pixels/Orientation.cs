namespace MobileNets.Imaging;

/// <summary>
/// How stored pixels are turned upright: mirrored along the stored axes first, then columns and rows exchanged. These are
/// the eight values of EXIF's tag 0x0112.
/// </summary>
internal readonly record struct Orientation(bool MirrorsX, bool MirrorsY, bool Transposes)
{
    /// <summary>Makes an orientation of EXIF's number; one that is not 1 to 8 counts as upright, as in PIL.</summary>
    internal static Orientation FromExif(int value) => value switch
    {
        2 => new(true, false, false),
        3 => new(true, true, false),
        4 => new(false, true, false),
        5 => new(false, false, true),
        6 => new(false, true, true),
        7 => new(true, true, true),
        8 => new(true, false, true),
        _ => default,
    };

    internal bool IsUpright => this == default;

    /// <summary>Where an area of the upright picture is in the stored one.</summary>
    /// <param name="area">Part of the upright picture.</param>
    /// <param name="storedWidth">Columns of the stored picture.</param>
    /// <param name="storedHeight">Rows of the stored picture.</param>
    internal CropRectangle ToStored(CropRectangle area, int storedWidth, int storedHeight)
    {
        if (Transposes)
            area = new CropRectangle(area.Y, area.X, area.Height, area.Width);
        return area with
        {
            X = MirrorsX ? storedWidth - area.X - area.Width : area.X,
            Y = MirrorsY ? storedHeight - area.Y - area.Height : area.Y,
        };
    }

    /// <summary>Where an area of the stored picture is in the upright one.</summary>
    internal PixelArea ToUpright(PixelArea area, int storedWidth, int storedHeight)
    {
        double x = MirrorsX ? storedWidth - area.X - area.Width : area.X;
        double y = MirrorsY ? storedHeight - area.Y - area.Height : area.Y;
        return Transposes ? new PixelArea(y, x, area.Height, area.Width) : new PixelArea(x, y, area.Width, area.Height);
    }

    /// <summary>Makes an upright picture of a part of a stored one.</summary>
    internal PixelBuffer Upright(PixelBuffer stored, CropRectangle area)
    {
        var target = Transposes ? new PixelBuffer(area.Height, area.Width) : new PixelBuffer(area.Width, area.Height);
        for (int y = 0; y < area.Height; y++)
        {
            int storedY = area.Y + (MirrorsY ? area.Height - 1 - y : y);
            ReadOnlySpan<uint> row = stored.Pixels.Slice((storedY * stored.Width) + area.X, area.Width);
            Span<uint> pixels = target.Pixels[(Transposes ? y : y * area.Width)..];
            int step = Transposes ? area.Height : 1;
            for (int x = 0; x < row.Length; x++)
                pixels[x * step] = row[MirrorsX ? row.Length - 1 - x : x];
        }

        return target;
    }
}
