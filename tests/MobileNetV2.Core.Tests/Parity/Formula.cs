using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>Weights, images and labels of the reference numbers: the formulas of tests/reference/README.md.</summary>
internal static class Formula
{
    private const uint ImageStream = 400;
    private const uint LabelStream = 401;
    private const uint SampleStream = 500;
    private const uint ProjectionStream = 900;
    private const long BatchesTrackedAtStart = 7;

    /// <summary>A fraction in [-1, 1) of 24 bits, exact in both precisions.</summary>
    public static double Unit(uint stream, uint element) => (Hash(stream, element) >> 8) / 8388608.0 - 1.0;

    /// <summary>The factors of an entry's projection sum.</summary>
    public static double Projection(int entry, uint element) => Unit(ProjectionStream + (uint)entry, element);

    /// <summary>Where the <paramref name="sample"/>th stored element of a large tensor lies.</summary>
    public static int SamplePosition(int entry, int sample, int elements) =>
        (int)(Hash(SampleStream + (uint)entry, (uint)sample) % (uint)elements);

    /// <summary>[batch, 3, resolution, resolution] in float64.</summary>
    public static Tensor Images(int batch, int resolution)
    {
        var values = new double[batch * 3 * resolution * resolution];
        for (var i = 0; i < values.Length; i++)
            values[i] = 2 * Unit(ImageStream, (uint)i);
        return tensor(values, [batch, 3, resolution, resolution]);
    }

    /// <summary>[batch] class indices.</summary>
    public static Tensor Labels(int batch, int classes) =>
        tensor(Enumerable.Range(0, batch).Select(image => (long)(Hash(LabelStream, (uint)image) % (uint)classes)).ToArray());

    /// <summary>A network on torch's operators, without dropout, filled by formula: each value is computed in double and rounded once.</summary>
    public static MobileNetV2 Network(double width, int classes, ScalarType type)
    {
        var network = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = width, Classes = classes, Dropout = 0 }) { Compute = ComputeMode.Torch };
        network.to(type);
        using var gradients = no_grad();
        var state = network.state_dict();
        for (var entry = 0; entry < network.Plan.StateEntries.Count; entry++)
        {
            var (name, shape, _, _) = network.Plan.StateEntries[entry];
            using var values = tensor(StateValues(entry, name, shape), shape.ToArray());
            state[name].copy_(values);
        }
        return network;
    }

    private static double[] StateValues(int entry, string name, IReadOnlyList<long> shape)
    {
        var values = new double[shape.Aggregate(1L, (product, length) => product * length)];
        var bound = shape.Count >= 2 ? Math.Sqrt(6.0 / (values.Length / shape[0])) : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var unit = Unit((uint)entry, (uint)i);
            values[i] = name[(name.LastIndexOf('.') + 1)..] switch
            {
                "num_batches_tracked" => BatchesTrackedAtStart,
                "running_var" => 1 + unit / 2,
                "running_mean" or "bias" => unit / 4,
                _ => shape.Count >= 2 ? unit * bound : 1 + unit / 4,
            };
        }
        return values;
    }

    private static uint Hash(uint stream, uint element)
    {
        var h = element + stream * 0x9E3779B9u;
        h ^= h >> 16;
        h *= 0x85EBCA6Bu;
        h ^= h >> 13;
        h *= 0xC2B2AE35u;
        return h ^ (h >> 16);
    }
}
