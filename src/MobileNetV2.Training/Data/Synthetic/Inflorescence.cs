namespace MobileNets.Training.Data;

/// <summary>How the blooms of one plant are arranged.</summary>
internal enum Inflorescence
{
    Solitary,
    Umbel,
    Globe,
    Spike,
    Spray,
    Arch,
}
