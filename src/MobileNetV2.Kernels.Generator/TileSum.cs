namespace MobileNets.Kernels.Generator;

/// <summary>A register of sums: channels of a pixel or, where they are half a register, of that pixel and the next.</summary>
/// <param name="vector">The channels.</param>
/// <param name="row">The pixel in the tile.</param>
/// <param name="isPair">Whether it holds the next pixel, too.</param>
internal sealed class TileSum(ChannelVector vector, int row, bool isPair)
{
    private const int Block = 16;

    public ChannelVector Vector { get; } = vector;

    public int Row { get; } = row;

    public bool IsPair { get; } = isPair;

    public string Name => PointwiseWriter.Sum(Row, Vector);

    public string Type => IsPair ? $"Vector{2 * Vector.Bits}" : Vector.Type;

    public static TileSum[] Cover(ChannelVector[] vectors, int rows, int bits)
    {
        var sums = new List<TileSum>();
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
            {
                sums.Add(new TileSum(vector, row, vector.Bits < bits && row + 1 < rows));
                if (sums[sums.Count - 1].IsPair)
                    row++;
            }
        return [.. sums];
    }

    /// <summary>What is at these channels, the same for all pixels.</summary>
    public string Repeat(string pointer) => Both($"{Vector.Type}.Load({pointer})", $"{Vector.Type}.Load({pointer})");

    public string Load(string pointer) => Both($"{Vector.Type}.Load({pointer}{At(Row)})", $"{Vector.Type}.Load({pointer}{At(Row + 1)})");

    public void WriteStore(CodeWriter code, string pointer)
    {
        code.Line($"{Vector.Type}.Store({Name}{(IsPair ? ".GetLower()" : "")}, {pointer}{At(Row)});");
        if (IsPair)
            code.Line($"{Vector.Type}.Store({Name}.GetUpper(), {pointer}{At(Row + 1)});");
    }

    private string Both(string first, string second) => IsPair ? $"{Type}.Create({first}, {second})" : first;

    private string At(int pixel) => $"{PointwiseWriter.Blocks(Vector, "outputStride")} + {pixel * Block + Vector.Offset}";
}
