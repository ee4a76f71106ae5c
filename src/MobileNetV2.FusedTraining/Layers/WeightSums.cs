using System.Numerics;

namespace MobileNets.FusedTraining;

/// <summary>The sums of a layer's weight gradient: one set for every group of images. The layers use the same memory in turn.</summary>
internal sealed unsafe class WeightSums(float* memory, int groups, nint stride, nint length)
{
    /// <summary>Zeroes a group's sums.</summary>
    public float* Clear(int group)
    {
        new Span<float>(memory + group * stride, (int)length).Clear();
        return memory + group * stride;
    }

    /// <summary>Adds the other groups' sums to the first group's.</summary>
    /// <param name="offset">From where.</param>
    /// <param name="floats">How many.</param>
    /// <returns>The first of the totals.</returns>
    public float* Total(nint offset, int floats)
    {
        for (var group = 1; group < groups; group++)
            Add(memory + group * stride + offset, memory + offset, floats);
        return memory + offset;
    }

    private static void Add(float* from, float* to, int floats)
    {
        var i = 0;
        for (; i <= floats - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(from + i) + Vector.Load(to + i)).Store(to + i);
        for (; i < floats; i++)
            to[i] += from[i];
    }
}
