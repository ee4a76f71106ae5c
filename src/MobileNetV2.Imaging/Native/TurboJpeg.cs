using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>TurboJPEG's version 2 interface, which libjpeg-turbo 3 still exports.</summary>
internal static unsafe partial class TurboJpeg
{
    internal const string LibraryName = "turbojpeg";

    internal const int PixelFormatRgb = 0;
    internal const int PixelFormatRgbx = 2;
    internal const int PixelFormatCmyk = 11;

    internal const int Subsampling444 = 0;
    internal const int Subsampling420 = 2;

    /// <summary>The slow-but-accurate integer DCT, PIL's choice.</summary>
    internal const int FlagAccurateDct = 4096;

    /// <summary>Fails on progressive files with absurdly many scans, which cost minutes of processor time per kilobyte.</summary>
    internal const int FlagLimitScans = 32768;

    internal const int ErrorCodeWarning = 0;

    // Has the runtime look for the library under all of its names.
    static TurboJpeg() => _ = NativeCodec.Jpeg;

    [LibraryImport(LibraryName, EntryPoint = "tjInitDecompress")]
    internal static partial nint InitDecompress();

    [LibraryImport(LibraryName, EntryPoint = "tjInitCompress")]
    internal static partial nint InitCompress();

    [LibraryImport(LibraryName, EntryPoint = "tjDestroy")]
    internal static partial int Destroy(nint handle);

    [LibraryImport(LibraryName, EntryPoint = "tjFree")]
    internal static partial void Free(byte* buffer);

    [LibraryImport(LibraryName, EntryPoint = "tjDecompress2")]
    internal static partial int Decompress(
        nint handle, byte* jpeg, CULong jpegSize, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(LibraryName, EntryPoint = "tjCompress2")]
    internal static partial int Compress(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat,
        byte** jpeg, CULong* jpegSize, int subsampling, int quality, int flags);

    [LibraryImport(LibraryName, EntryPoint = "tjGetErrorCode")]
    internal static partial int GetErrorCode(nint handle);

    /// <summary>The last complaint in ASCII, which lives as long as the handle.</summary>
    internal static ReadOnlySpan<byte> GetErrorMessage(nint handle) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated(GetErrorString(handle));

    [LibraryImport(LibraryName, EntryPoint = "tjGetErrorStr2")]
    private static partial byte* GetErrorString(nint handle);
}
