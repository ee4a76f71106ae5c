namespace MobileNets.Training.Data;

/// <summary>What <see cref="SyntheticFlowers"/> writes.</summary>
public sealed record SyntheticFlowersOptions
{
    private const int MaxClasses = 102;

    /// <summary>How many species, 2 to 102.</summary>
    /// <value>102.</value>
    public int Classes { get; init; } = MaxClasses;

    /// <summary>The first of them, an index into <see cref="SyntheticFlowers.SpeciesNames"/>; those from 102 on are in no default data set.</summary>
    /// <value>0.</value>
    public int FirstSpecies { get; init; }

    /// <summary>Pictures of each species, 1 or more.</summary>
    /// <value>80.</value>
    public int PerClass { get; init; } = 80;

    /// <summary>The side of the pictures in pixels, 16 to 2000.</summary>
    /// <value>500.</value>
    public int Size { get; init; } = 500;

    /// <summary>How each species' pictures are shared out.</summary>
    /// <value>60 : 20 : 20.</value>
    public SplitShares Shares { get; init; } = SplitShares.Default;

    /// <summary>Another seed, other pictures and another split.</summary>
    /// <value>0.</value>
    public ulong Seed { get; init; }

    /// <summary>JPEG quality, 1 to 100.</summary>
    /// <value>90.</value>
    public int Quality { get; init; } = 90;

    /// <summary>Threads that paint; the pictures do not depend on it.</summary>
    /// <value>The processor count.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(Classes, 2, MaxClasses, nameof(Classes));
        Check(FirstSpecies, 0, SyntheticFlowers.SpeciesNames.Count - Classes, nameof(FirstSpecies));
        Check(PerClass, 1, SyntheticFlowers.MaxImages / Classes, nameof(PerClass));
        Check(Size, 16, 2000, nameof(Size));
        Check(Quality, 1, 100, nameof(Quality));
        Check(Threads, 1, 1024, nameof(Threads));
    }

    private static void Check(int value, int lowest, int highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentOutOfRangeException(name, value, $"Expected {lowest} to {highest}.");
    }
}
