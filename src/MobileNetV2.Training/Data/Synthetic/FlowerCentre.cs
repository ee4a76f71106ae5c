namespace MobileNets.Training.Data;

/// <summary>What stands in the middle of a bloom.</summary>
internal enum FlowerCentre
{
    None,
    Button,
    SeedDisc,
    Cone,
    Stamens,
    LongStamens,
    Boss,
    Corona,
    Filaments,
    Star,
    Eye,
    Spadix,
}
