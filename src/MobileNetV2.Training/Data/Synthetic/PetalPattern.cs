namespace MobileNets.Training.Data;

/// <summary>How the accent colour is laid over a petal.</summary>
internal enum PetalPattern
{
    Plain,
    Veins,
    Edge,
    Spots,
    Throat,
    Stripe,
    Zone,
    Tips,
    Blotch,
}
