namespace MobileNets.Charts;

/// <summary>A line's colour: the same meaning has the same one in every panel, and readers who see few colours can tell them apart.</summary>
public enum Tone
{
    /// <summary>Blue.</summary>
    First,

    /// <summary>Orange.</summary>
    Second,

    /// <summary>Grey-green.</summary>
    Third,
}
