namespace MobileNets.Training.Data;

/// <summary>A real numeric matrix of a MATLAB file.</summary>
public sealed class MatMatrix
{
    /// <summary>Creates a matrix.</summary>
    /// <param name="numericClass">The MATLAB class of the values.</param>
    /// <param name="dimensions">Rows, columns, and further dimensions if any.</param>
    /// <param name="values">The values in column-major order, as MATLAB keeps them.</param>
    /// <exception cref="ArgumentException">The dimensions do not multiply to the number of values.</exception>
    public MatMatrix(MatClass numericClass, IReadOnlyList<int> dimensions, double[] values)
    {
        if (dimensions.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
            throw new ArgumentException($"{string.Join('×', dimensions)} is not {values.Length} values.", nameof(values));
        Class = numericClass;
        Dimensions = dimensions;
        Values = values;
    }

    /// <summary>The MATLAB class of the values.</summary>
    public MatClass Class { get; }

    /// <summary>Rows, columns, and further dimensions if any.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values in column-major order; 64-bit integers beyond ±2⁵³ are rounded to a double.</summary>
    public double[] Values { get; }

    /// <summary>A 1×n matrix.</summary>
    /// <param name="numericClass">The MATLAB class; every value must fit in it.</param>
    /// <param name="values">The values.</param>
    public static MatMatrix Row(MatClass numericClass, IEnumerable<int> values)
    {
        double[] row = [.. values];
        return new MatMatrix(numericClass, [1, row.Length], row);
    }
}
