using System.Runtime.InteropServices;

namespace MobileNets.Weights;

/// <summary>Strided elements in row-major order. Shapes and strides are checked before.</summary>
internal static class StridedView
{
    /// <summary>Whether the elements already lie one after another.</summary>
    public static bool IsContiguous(long[] shape, long[] strides)
    {
        var expected = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != expected)
                return false;
            expected *= shape[axis];
        }
        return true;
    }

    /// <summary>Copies the elements.</summary>
    /// <param name="source">Begins with the first element.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <param name="shape">Dimensions of 1 or more, outermost first.</param>
    /// <param name="strides">In elements, 0 or more.</param>
    /// <param name="bytes">Of all elements together.</param>
    public static byte[] Gather(ReadOnlySpan<byte> source, int elementBytes, long[] shape, long[] strides, int bytes)
    {
        var destination = new byte[bytes];
        // A dimension of 1 would cost a carry at every element.
        var axes = Enumerable.Range(0, shape.Length).Where(axis => shape[axis] > 1).ToArray();
        var counts = Array.ConvertAll(axes, axis => (int)shape[axis]);
        var steps = Array.ConvertAll(axes, axis => (int)strides[axis]);
        switch (elementBytes)
        {
            case 1:
                Gather<byte>(source, destination, counts, steps);
                break;
            case 2:
                Gather<ushort>(source, destination, counts, steps);
                break;
            case 4:
                Gather<uint>(source, destination, counts, steps);
                break;
            default:
                Gather<ulong>(source, destination, counts, steps);
                break;
        }
        return destination;
    }

    private static void Gather<T>(ReadOnlySpan<byte> sourceBytes, Span<byte> destinationBytes, int[] counts, int[] steps) where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(sourceBytes);
        var destination = MemoryMarshal.Cast<byte, T>(destinationBytes);
        var index = new int[counts.Length];
        var place = 0;
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = source[place];
            for (var axis = counts.Length - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++index[axis] < counts[axis])
                    break;
                place -= steps[axis] * counts[axis];
                index[axis] = 0;
            }
        }
    }
}
