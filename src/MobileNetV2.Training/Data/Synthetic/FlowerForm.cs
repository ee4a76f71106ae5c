namespace MobileNets.Training.Data;

/// <summary>How the petals of one bloom are arranged.</summary>
internal enum FlowerForm
{
    /// <summary>Petals all around, seen from the front.</summary>
    Radial,

    /// <summary>Petals grown together into a funnel, seen from the front.</summary>
    Funnel,

    /// <summary>A face of five: two above, two beside, a broad one below.</summary>
    Pansy,

    /// <summary>Three narrow sepals, two broad petals, a lip.</summary>
    Orchid,

    /// <summary>Three standards upright, three falls hanging.</summary>
    Iris,

    /// <summary>A hood above, a three-lobed lip below.</summary>
    Lipped,

    /// <summary>An upright cup from the side.</summary>
    Cup,

    /// <summary>A hanging bell from the side.</summary>
    Bell,

    /// <summary>Petals hanging from a head, from the side.</summary>
    Skirt,

    /// <summary>One broad bract.</summary>
    Spathe,
}
