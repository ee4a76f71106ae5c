namespace MobileNets.Training.Data;

/// <summary>What all flowers of one class have in common: structure, never colour.</summary>
/// <param name="Name">The class name.</param>
/// <param name="Petals">Petals in one whorl.</param>
/// <param name="Shape">The petals' outline.</param>
/// <param name="Width">Petal width: at 1 neighbours touch where they are widest, above they overlap.</param>
internal sealed record FlowerSpecies(string Name, int Petals, PetalShape Shape, float Width)
{
    public FlowerForm Form { get; init; }

    public Inflorescence Cluster { get; init; }

    /// <summary>Whorls on top of one another, each turned by half a petal.</summary>
    public int Whorls { get; init; } = 1;

    /// <summary>The length of each whorl's petals relative to the whorl below.</summary>
    public float WhorlScale { get; init; } = 0.72f;

    public FlowerCentre Centre { get; init; }

    /// <summary>The centre's radius relative to the bloom's.</summary>
    public float CentreSize { get; init; } = 0.2f;

    public PetalPattern Pattern { get; init; }

    public LeafStyle Leaf { get; init; }

    /// <summary>How far the petals' tips turn aside, as in a pinwheel, relative to their length.</summary>
    public float Bend { get; init; }
}
