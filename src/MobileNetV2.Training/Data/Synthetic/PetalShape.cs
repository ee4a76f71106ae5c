namespace MobileNets.Training.Data;

/// <summary>The outline of a petal or leaf.</summary>
internal enum PetalShape
{
    Round,
    Oval,
    Pointed,
    Lance,
    Strap,
    Needle,
    Teardrop,
    Spoon,
    Diamond,
    Heart,
    Notched,
    Toothed,
    Fringed,
    Frilled,
    Lobed,
}
