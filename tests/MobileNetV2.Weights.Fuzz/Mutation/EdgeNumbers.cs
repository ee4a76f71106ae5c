namespace MobileNets.Weights.Fuzz.Mutation;

/// <summary>Numbers at which arithmetic tends to go wrong.</summary>
internal static class EdgeNumbers
{
    public static long Next(Random random) => random.Next(4) switch
    {
        0 => random.Next(20),
        1 => random.Next(-2, 3),
        2 => (1L << random.Next(64)) + random.Next(-1, 2),
        _ => long.MaxValue - random.Next(10),
    };

    /// <summary>A number that a file could have in this one's place, or an edge.</summary>
    public static long Near(Random random, long value) => random.Next(4) switch
    {
        0 => unchecked(value + random.Next(-2, 3)),
        1 => unchecked(value * 2),
        2 => value / 2,
        _ => Next(random),
    };
}
