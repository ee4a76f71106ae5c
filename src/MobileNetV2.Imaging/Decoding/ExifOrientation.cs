using System.Buffers.Binary;

namespace MobileNets.Imaging;

/// <summary>
/// Finds how the camera was held in EXIF data (a TIFF file without pixels; Exif 2.32, section 4.6.4, tag 0x0112). Data that is
/// no such thing says nothing: pictures are not refused for their notes.
/// </summary>
internal static class ExifOrientation
{
    private const int EntryBytes = 12;
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>Reads the orientation out of a TIFF header and its first directory.</summary>
    internal static Orientation Read(ReadOnlySpan<byte> tiff)
    {
        bool littleEndian = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(littleEndian || tiff.StartsWith("MM\0*"u8)))
            return default;

        uint offset = littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (offset > tiff.Length - sizeof(ushort))
            return default;

        ReadOnlySpan<byte> entries = tiff[(int)offset..];
        int count = ReadUInt16(entries, littleEndian);
        entries = entries[sizeof(ushort)..];
        for (; count > 0 && entries.Length >= EntryBytes; count--, entries = entries[EntryBytes..])
        {
            if (ReadUInt16(entries, littleEndian) == OrientationTag && ReadUInt16(entries[2..], littleEndian) == ShortType)
                return Orientation.FromExif(ReadUInt16(entries[8..], littleEndian));
        }

        return default;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> data, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);
}
