using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary><c>struct spng_ihdr</c>: the PNG header chunk.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpngHeader
{
    internal uint Width;
    internal uint Height;
    internal byte BitDepth;
    internal byte ColorType;
    internal byte CompressionMethod;
    internal byte FilterMethod;
    internal byte InterlaceMethod;
}
