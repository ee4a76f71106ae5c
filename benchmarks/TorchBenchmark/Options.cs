namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options(int Threads, int Rounds, string? Json)
{
    public const string Usage = """
        Times this repository's MobileNetV2 on libtorch beside torchvision's from Python, in alternating rounds.

          --threads N   threads of every side (default: processors)
          --rounds N    rounds (default: 7)
          --json FILE   also writes every time as JSON
        """;

    public static Options Parse(string[] words)
    {
        var arguments = new Arguments(words, Usage);
        return new Options(arguments.Positive("--threads", Environment.ProcessorCount), arguments.Positive("--rounds", 7), arguments.Text("--json"));
    }
}
