using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>The reading half of libspng.</summary>
internal static unsafe partial class Spng
{
    internal const string LibraryName = "spng";

    internal const int FormatRgba8 = 1;

    /// <summary>Applies the tRNS chunk: palette entries or one colour key become transparent.</summary>
    internal const int DecodeTransparency = 1;

    // Has the runtime look for the library under all of its names.
    static Spng() => _ = NativeCodec.Png;

    [LibraryImport(LibraryName, EntryPoint = "spng_ctx_new")]
    internal static partial nint NewContext(int flags);

    [LibraryImport(LibraryName, EntryPoint = "spng_ctx_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(LibraryName, EntryPoint = "spng_set_png_buffer")]
    internal static partial int SetPngBuffer(nint context, byte* data, nuint size);

    [LibraryImport(LibraryName, EntryPoint = "spng_set_chunk_limits")]
    internal static partial int SetChunkLimits(nint context, nuint chunkSize, nuint cacheSize);

    [LibraryImport(LibraryName, EntryPoint = "spng_get_ihdr")]
    internal static partial int GetHeader(nint context, SpngHeader* header);

    [LibraryImport(LibraryName, EntryPoint = "spng_decode_image")]
    internal static partial int DecodeImage(nint context, byte* pixels, nuint size, int format, int flags);

    [LibraryImport(LibraryName, EntryPoint = "spng_decode_chunks")]
    internal static partial int DecodeChunks(nint context);

    internal static string ErrorMessage(int error) => Marshal.PtrToStringUTF8((nint)ErrorString(error)) ?? "unknown error";

    [LibraryImport(LibraryName, EntryPoint = "spng_strerror")]
    private static partial byte* ErrorString(int error);
}
