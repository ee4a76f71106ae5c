using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Imaging;

/// <summary>A vector of four-byte pixels, taken apart and put together.</summary>
internal static class VectorPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<int> Red(Vector<uint> pixel) => Vector.AsVectorInt32(pixel & new Vector<uint>(0xFF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<int> Green(Vector<uint> pixel) => Red(pixel >> 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<int> Blue(Vector<uint> pixel) => Red(pixel >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<uint> Join(Vector<int> red, Vector<int> green, Vector<int> blue) =>
        Vector.AsVectorUInt32(red | (green << 8) | (blue << 16));
}
