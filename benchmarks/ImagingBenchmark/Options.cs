namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options(int Pictures, int Rounds)
{
    public const string Usage = """
        Times libjpeg-turbo's bare decode, this repository's training pictures and torchvision's with PIL, in alternating rounds.

          --pictures N  pictures a round decodes with each worker (default: 100)
          --rounds N    rounds (default: 9)
        """;

    public static Options Parse(string[] words)
    {
        var arguments = new Arguments(words, Usage);
        return new Options(arguments.Positive("--pictures", 100), arguments.Positive("--rounds", 9));
    }
}
