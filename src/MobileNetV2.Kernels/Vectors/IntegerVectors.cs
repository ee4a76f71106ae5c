using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Kernels;

/// <summary>What the integer micro-kernels need beyond the portable vector operations, alike for every width.</summary>
internal static unsafe class IntegerVectors
{
    // 1.5 · 2²³: added to a small number, it leaves the nearest integer, ties to even, in the mantissa's lowest bits.
    private const float Rounder = 12582912f;

    /// <summary>Adds to each sum two neighbouring products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddPairs(Vector512<int> sum, Vector512<short> a, Vector512<short> b) => sum + Avx512BW.MultiplyAddAdjacent(a, b);

    /// <inheritdoc cref="AddPairs(Vector512{int}, Vector512{short}, Vector512{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddPairs(Vector256<int> sum, Vector256<short> a, Vector256<short> b) => sum + Avx2.MultiplyAddAdjacent(a, b);

    /// <inheritdoc cref="AddPairs(Vector512{int}, Vector512{short}, Vector512{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddPairs(Vector128<int> sum, Vector128<short> a, Vector128<short> b) => sum + (Sse2.IsSupported
        ? Sse2.MultiplyAddAdjacent(a, b)
        : AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b)));

    /// <summary>Sixteen numbers of two rows in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Interleave512(short* a, short* b) => Avx512BW.PermuteVar32x16x2(
        Vector256.Load(a).ToVector512Unsafe(),
        Vector512.Create(0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47),
        Vector256.Load(b).ToVector512Unsafe());

    /// <summary>Eight numbers of two rows in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Interleave256(short* a, short* b)
    {
        var (x, y) = (Vector128.Load(a), Vector128.Load(b));
        return Vector256.Create(Sse2.UnpackLow(x, y), Sse2.UnpackHigh(x, y));
    }

    /// <summary>Four numbers of two rows in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Interleave128(short* a, short* b)
    {
        var (x, y) = (Vector128.CreateScalarUnsafe(*(long*)a).AsInt16(), Vector128.CreateScalarUnsafe(*(long*)b).AsInt16());
        return Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);
    }

    /// <summary>Sixteen numbers and zeros in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> WithZeros512(short* a) => Avx512F.ConvertToVector512Int32(Vector256.Load(a).AsUInt16()).AsInt16();

    /// <summary>Eight numbers and zeros in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> WithZeros256(short* a) => Avx2.ConvertToVector256Int32((ushort*)a).AsInt16();

    /// <summary>Four numbers and zeros in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> WithZeros128(short* a)
    {
        var x = Vector128.CreateScalarUnsafe(*(long*)a).AsInt16();
        return Sse2.IsSupported ? Sse2.UnpackLow(x, Vector128<short>.Zero) : AdvSimd.Arm64.ZipLow(x, Vector128<short>.Zero);
    }

    /// <summary>Sixteen numbers, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Widen512(short* a) => Avx512F.ConvertToVector512Int32(Vector256.Load(a));

    /// <summary>Eight numbers, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Widen256(short* a) => Avx2.ConvertToVector256Int32(a);

    /// <summary>Four numbers, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Widen128(short* a) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)a).AsInt16());

    /// <summary>Sixteen numbers as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(short* a) => Vector512.ConvertToSingle(Widen512(a));

    /// <summary>Eight numbers as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(short* a) => Vector256.ConvertToSingle(Widen256(a));

    /// <summary>Four numbers as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(short* a) => Vector128.ConvertToSingle(Widen128(a));

    /// <summary>Clamps, rounds and stores sixteen numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Vector512<float> low, Vector512<float> high, short* destination)
    {
        var rounded = Vector512.MinNative(high, Vector512.MaxNative(low, values)) + Vector512.Create(Rounder);
        Avx512F.ConvertToVector256Int16(rounded.AsInt32()).Store(destination);
    }

    /// <summary>Clamps, rounds and stores eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, Vector256<float> low, Vector256<float> high, short* destination)
    {
        var rounded = (Vector256.MinNative(high, Vector256.MaxNative(low, values)) + Vector256.Create(Rounder)).AsInt32();
        Vector128.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(destination);
    }

    /// <summary>Clamps, rounds and stores four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> values, Vector128<float> low, Vector128<float> high, short* destination)
    {
        var rounded = (Vector128.MinNative(high, Vector128.MaxNative(low, values)) + Vector128.Create(Rounder)).AsInt32();
        *(long*)destination = Vector128.Narrow(rounded, rounded).AsInt64().ToScalar();
    }
}
