using MobileNets.PaperFigures.Ablations;

namespace MobileNets.PaperFigures;

/// <summary>The command line.</summary>
/// <param name="Output">The folder that index.html and everything it shows go to.</param>
/// <param name="Sections">What the page shows.</param>
/// <param name="Ablations">Networks to train instead of writing the page; none where the page is to be written.</param>
internal sealed record Options(string Output, IReadOnlyList<ISection> Sections, IReadOnlyList<AblationRun> Ablations)
{
    public const string Usage = """
        Computes what the MobileNetV2 paper claims: tables and pictures in one folder, with an index.html to read them.

        PaperFigures [--output DIR] [--sections IDS]
        PaperFigures --ablations RUNS
          --output DIR       where to (default: artifacts/paper)
          --sections IDS     only these, joined by commas: network, costs, multipliers, memory, swiss-roll, spiral, autoencoder,
                             invertibility, ablations, versions (default: all of them)
          --ablations RUNS   writes no page, but trains the networks of the ablations and adds the results to docs/ablations.csv:
                             all that it lacks (about a quarter of an hour for the twelve), or VARIANT:SEED for one (published, relu6,
                             expansion, none). The page shows the file as it was when the program was built.
          --help             this text
        """;

    /// <exception cref="ArgumentException">A word is not known, or its value is missing.</exception>
    public static Options Parse(IReadOnlyList<string> words)
    {
        var options = new Options(Path.Combine("artifacts", "paper"), PaperFigures.Sections.All, []);
        for (var i = 0; i < words.Count; i++)
            options = words[i] switch
            {
                "--output" => options with { Output = Value(words, ++i) },
                "--sections" => options with { Sections = PaperFigures.Sections.Parse(Value(words, ++i)) },
                "--ablations" => options with { Ablations = AblationRun.Parse(Value(words, ++i)) },
                var unknown => throw new ArgumentException($"'{unknown}' is not an option."),
            };
        return options;
    }

    private static string Value(IReadOnlyList<string> words, int index) =>
        index < words.Count && words[index] is { Length: > 0 } value && !value.StartsWith("--", StringComparison.Ordinal)
            ? value
            : throw new ArgumentException($"{words[index - 1]} needs a value.");
}
