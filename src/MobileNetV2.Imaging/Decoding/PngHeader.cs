using System.Buffers.Binary;

namespace MobileNets.Imaging;

/// <summary>What is needed from a PNG's chunks before its pixels.</summary>
/// <param name="Width">Columns as stored, at least 1.</param>
/// <param name="Height">Rows as stored, at least 1.</param>
/// <param name="Orientation">How the pixels are turned upright.</param>
internal readonly record struct PngHeader(int Width, int Height, Orientation Orientation)
{
    private const int SignatureBytes = 8;
    private const int ChunkOverhead = 12;

    /// <summary>The orientation in the eXIf chunk, which may be anywhere in the file.</summary>
    internal static Orientation FindOrientation(ReadOnlySpan<byte> data)
    {
        for (data = data[SignatureBytes..]; data.Length >= ChunkOverhead;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (length > data.Length - ChunkOverhead)
                break;
            if (data[4..].StartsWith("eXIf"u8))
                return ExifOrientation.Read(data.Slice(8, (int)length));
            data = data[(ChunkOverhead + (int)length)..];
        }

        return default;
    }
}
