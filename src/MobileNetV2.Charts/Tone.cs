namespace MobileNets.Charts;

/// <summary>A line's or bar's colour: the same meaning has the same one in every panel, and readers who see few colours can tell them apart.</summary>
public enum Tone
{
    /// <summary>Blue.</summary>
    First,

    /// <summary>Orange.</summary>
    Second,

    /// <summary>Grey-green.</summary>
    Third,

    /// <summary>Purple.</summary>
    Fourth,

    /// <summary>Yellow-brown.</summary>
    Fifth,
}
