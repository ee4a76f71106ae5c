namespace MobileNets.Charts;

/// <summary>The style sheet's name of a colour.</summary>
internal static class ToneStyle
{
    public static string Of(Tone tone) => tone switch
    {
        Tone.First => "first",
        Tone.Second => "second",
        Tone.Third => "third",
        Tone.Fourth => "fourth",
        _ => "fifth",
    };
}
