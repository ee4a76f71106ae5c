using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>How far a tensor is from its reference: elements relative to its largest one, sums relative to Σ|x|.</summary>
internal sealed record Deviation(string Key, double OfElements, double OfSums)
{
    public double Largest => Math.Max(OfElements, OfSums);

    /// <summary>max|a − b| / max|b|.</summary>
    public static double Relative(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        actual.Length.Should().Be(expected.Length);
        var (difference, largest) = (0.0, 0.0);
        for (var i = 0; i < actual.Length; i++)
        {
            difference = Larger(difference, Math.Abs(actual[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }
        return difference / largest;
    }

    /// <param name="reference">What the tensor should be.</param>
    /// <param name="stored">The reference's stored elements.</param>
    /// <param name="actual">The tensor.</param>
    /// <param name="negligible">Added to the tensor's scale, where it may be nothing but rounding.</param>
    public static Deviation Of(ReducedTensor reference, double[] stored, Tensor actual, double negligible = 0)
    {
        actual.shape.Should().Equal(reference.Shape, reference.Key);
        var values = Doubles(actual);
        var ofElements = 0.0;
        for (var j = 0; j < stored.Length; j++)
        {
            var position = values.Length > ReferenceData.Index.FullUpTo ? Formula.SamplePosition(reference.Entry, j, values.Length) : j;
            ofElements = Larger(ofElements, Math.Abs(values[position] - stored[j]));
        }

        var (sum, absSum, projection) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i];
            absSum += Math.Abs(values[i]);
            projection += values[i] * Formula.Projection(reference.Entry, (uint)i);
        }
        var ofSums = Larger(Math.Abs(sum - reference.Sum), Larger(Math.Abs(absSum - reference.AbsSum), Math.Abs(projection - reference.Projection)));
        return new Deviation(reference.Key, ofElements / (reference.MaxAbs + negligible), ofSums / (reference.AbsSum + values.Length * negligible));
    }

    /// <summary>A tensor's elements in double precision.</summary>
    public static double[] Doubles(Tensor tensor)
    {
        using var converted = tensor.detach().to(ScalarType.Float64);
        return converted.data<double>().ToArray();
    }

    // Math.Max, but NaN wins and no tolerance then holds.
    private static double Larger(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
}
