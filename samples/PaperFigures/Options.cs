using MobileNets.PaperFigures.Ablations;

namespace MobileNets.PaperFigures;

/// <summary>The command line.</summary>
/// <param name="Output">The folder that index.html and everything it shows go to.</param>
/// <param name="Ablations">Networks to train instead of writing the page; none where the page is to be written.</param>
internal sealed record Options(string Output, IReadOnlyList<AblationRun> Ablations)
{
    public const string Usage = """
        Computes what the MobileNetV2 paper claims: tables and pictures in one folder, with an index.html to read them.

        PaperFigures [--output DIR]
        PaperFigures --ablations RUNS
          --output DIR       where to (default: artifacts/paper)
          --ablations RUNS   writes no page, but trains the networks of the ablations and adds the results to docs/ablations.csv:
                             all (about a quarter of an hour), or VARIANT:SEED for one (published, relu6, expansion, none)
          --help             this text
        """;

    /// <exception cref="ArgumentException">A word is not known, or its value is missing.</exception>
    public static Options Parse(IReadOnlyList<string> words)
    {
        var options = new Options(Path.Combine("artifacts", "paper"), []);
        for (var i = 0; i < words.Count; i++)
            options = words[i] switch
            {
                "--output" => options with { Output = Value(words, ++i) },
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
