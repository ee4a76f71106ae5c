using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Imaging;

/// <summary>From 8-bit pixels to 32-bit sums and back, a register at a time.</summary>
internal static unsafe class FixedPoint
{
    /// <summary>Whether registers of 512 bits are there and worth using.</summary>
    internal static bool HasWideRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> LoadFourPixels(byte* pixels) => Avx512F.ConvertToVector512Int32(Vector128.Load(pixels));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<int> LoadTwoPixels(byte* pixels)
    {
        if (Avx2.IsSupported)
            return Avx2.ConvertToVector256Int32(pixels);

        Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(pixels)).AsByte());
        return Vector256.Create(Vector128.WidenLower(wide).AsInt32(), Vector128.WidenUpper(wide).AsInt32());
    }

    /// <summary>Drops the fraction of the sums of four pixels and limits them to 0…255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Pack(Vector512<int> sums)
    {
        Vector512<int> values = Vector512.Max(sums >> ResampleTaps.FractionBits, Vector512<int>.Zero);
        return Avx512F.ConvertToVector128ByteWithSaturation(values.AsUInt32());
    }

    /// <inheritdoc cref="Pack(Vector512{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Pack(Vector128<int> first, Vector128<int> second, Vector128<int> third, Vector128<int> fourth)
    {
        first >>= ResampleTaps.FractionBits;
        second >>= ResampleTaps.FractionBits;
        third >>= ResampleTaps.FractionBits;
        fourth >>= ResampleTaps.FractionBits;
        if (Sse2.IsSupported)
            return Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(first, second), Sse2.PackSignedSaturate(third, fourth));

        return Vector128.Narrow(
            Vector128.Narrow(Limit(first), Limit(second)).AsUInt16(),
            Vector128.Narrow(Limit(third), Limit(fourth)).AsUInt16());
    }

    private static Vector128<int> Limit(Vector128<int> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create((int)byte.MaxValue));
}
