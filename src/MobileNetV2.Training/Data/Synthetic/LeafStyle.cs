namespace MobileNets.Training.Data;

/// <summary>The leaves of a species.</summary>
internal enum LeafStyle
{
    Lanceolate,
    Ovate,
    Cordate,
    Pinnatifid,
    Dentate,
    Linear,
    Pinnate,
    Palmate,
}
