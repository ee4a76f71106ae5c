using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Kernels;

/// <summary>What the integer micro-kernels need beyond the portable vector operations, alike for every width.</summary>
internal static unsafe class IntegerVectors
{
    /// <summary>Multiplies, and adds neighbouring products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyPairs(Vector512<short> a, Vector512<short> b) => Avx512BW.MultiplyAddAdjacent(a, b);

    /// <inheritdoc cref="MultiplyPairs(Vector512{short}, Vector512{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyPairs(Vector256<short> a, Vector256<short> b) => Avx2.MultiplyAddAdjacent(a, b);

    /// <inheritdoc cref="MultiplyPairs(Vector512{short}, Vector512{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyPairs(Vector128<short> a, Vector128<short> b) => Sse2.IsSupported
        ? Sse2.MultiplyAddAdjacent(a, b)
        : AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));

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

    /// <summary>Rounds to the nearest, ties to even, and stores sixteen numbers within a low, which is there twice, and a high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Vector512<short> low, Vector512<float> high, short* destination) =>
        Vector256.Max(low.GetLower(), Avx512F.ConvertToVector256Int16WithSaturation(Round(values, high))).Store(destination);

    /// <inheritdoc cref="Store(Vector512{float}, Vector512{short}, Vector512{float}, short*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, Vector256<short> low, Vector256<float> high, short* destination)
    {
        var rounded = Round(values, high);
        Vector128.Max(low.GetLower(), Sse2.PackSignedSaturate(rounded.GetLower(), rounded.GetUpper())).Store(destination);
    }

    /// <inheritdoc cref="Store(Vector512{float}, Vector512{short}, Vector512{float}, short*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> values, Vector128<short> low, Vector128<float> high, short* destination)
    {
        var rounded = Round(values, high);
        *(long*)destination = Vector128.Max(low, Narrow(rounded, rounded)).AsInt64().ToScalar();
    }

    /// <summary>Stores numbers of two neighbouring pixels of sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePair(Vector512<float> first, Vector512<float> second, Vector512<short> low, Vector512<float> high, short* destination)
    {
        // Packing takes turns every 128 bits.
        var packed = Avx512BW.PackSignedSaturate(Round(first, high), Round(second, high)).AsInt64();
        Vector512.Max(low, Avx512F.PermuteVar8x64(packed, Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).AsInt16()).Store(destination);
    }

    /// <inheritdoc cref="StorePair(Vector512{float}, Vector512{float}, Vector512{short}, Vector512{float}, short*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePair(Vector256<float> first, Vector256<float> second, Vector256<short> low, Vector256<float> high, short* destination)
    {
        var packed = Avx2.PackSignedSaturate(Round(first, high), Round(second, high)).AsInt64();
        var pixels = Vector256.Max(low, Avx2.Permute4x64(packed, 0b_11_01_10_00).AsInt16());
        pixels.GetLower().Store(destination);
        pixels.GetUpper().Store(destination + KernelSet.BlockChannels);
    }

    /// <inheritdoc cref="StorePair(Vector512{float}, Vector512{float}, Vector512{short}, Vector512{float}, short*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePair(Vector128<float> first, Vector128<float> second, Vector128<short> low, Vector128<float> high, short* destination)
    {
        var pixels = Vector128.Max(low, Narrow(Round(first, high), Round(second, high))).AsInt64();
        *(long*)destination = pixels.ToScalar();
        *(long*)(destination + KernelSet.BlockChannels) = pixels.GetElement(1);
    }

    // What is too large would round to the most negative integer; what is too small does so rightly.
    private static Vector512<int> Round(Vector512<float> values, Vector512<float> high) =>
        Avx512F.ConvertToVector512Int32(Vector512.MinNative(high, values));

    private static Vector256<int> Round(Vector256<float> values, Vector256<float> high) =>
        Avx.ConvertToVector256Int32(Vector256.MinNative(high, values));

    private static Vector128<int> Round(Vector128<float> values, Vector128<float> high)
    {
        var bounded = Vector128.MinNative(high, values);
        return Sse2.IsSupported ? Sse2.ConvertToVector128Int32(bounded) : AdvSimd.ConvertToInt32RoundToEven(bounded);
    }

    private static Vector128<short> Narrow(Vector128<int> first, Vector128<int> second) => Sse2.IsSupported
        ? Sse2.PackSignedSaturate(first, second)
        : AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(first), second);
}
