using System.Buffers.Binary;

namespace MobileNets.Imaging;

/// <summary>What the segments before a JPEG's first scan say.</summary>
/// <param name="Width">Columns as stored, at least 1.</param>
/// <param name="Height">Rows as stored, at least 1.</param>
/// <param name="Components">Values a pixel: 1 is grey, 3 colour, 4 CMYK or YCCK.</param>
/// <param name="UnitRows">Rows that are coded together (a row of minimum coded units).</param>
/// <param name="HeightOffset">Where the file has its height, two bytes.</param>
/// <param name="Orientation">How the pixels are turned upright.</param>
internal readonly record struct JpegHeader(
    int Width, int Height, int Components, int UnitRows, int HeightOffset, Orientation Orientation)
{
    private const int BlockRows = 8;
    private const byte Application1 = 0xE1;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    // ITU-T T.81, table B.1: 0xC0 … 0xCF start frames, save three.
    private static bool StartsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool HasNoLength(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    /// <summary>Reads the segments (ITU-T T.81, annex B); <see langword="null"/> if they break off or have no usable frame.</summary>
    internal static JpegHeader? Read(ReadOnlySpan<byte> data)
    {
        JpegHeader? header = null;
        Orientation? orientation = null;
        int position = 0;
        while (NextMarker(data, ref position) is { } marker && marker != EndOfImage)
        {
            if (marker == StartOfScan)
                return header is { } complete ? complete with { Orientation = orientation ?? default } : null;
            if (HasNoLength(marker))
                continue;
            if (position + 2 > data.Length)
                return null;

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[position..]);
            if (length < 2 || position + length > data.Length)
                return null;
            ReadOnlySpan<byte> body = data.Slice(position + 2, length - 2);
            if (StartsFrame(marker))
                header ??= ReadFrame(body, heightOffset: position + 3);
            else if (marker == Application1 && body.StartsWith("Exif\0\0"u8))
                orientation ??= ExifOrientation.Read(body[6..]);
            position += length;
        }

        return null;
    }

    /// <summary>Goes behind the next marker, over anything before it, as libjpeg does.</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> data, ref int position)
    {
        for (; position + 1 < data.Length; position++)
        {
            if (data[position] == 0xFF && data[position + 1] is not (0 or 0xFF))
            {
                position += 2;
                return data[position - 1];
            }
        }

        return null;
    }

    private static JpegHeader? ReadFrame(ReadOnlySpan<byte> body, int heightOffset)
    {
        if (body.Length < 6 || body.Length < 6 + (3 * body[5]))
            return null;

        int height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        int verticalSampling = 1;
        for (int component = 0; component < body[5]; component++)
            verticalSampling = Math.Max(verticalSampling, body[6 + (3 * component) + 1] & 0xF);
        return width > 0 && height > 0
            ? new JpegHeader(width, height, body[5], verticalSampling * BlockRows, heightOffset, default)
            : null;
    }
}
