using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options(int Pictures, int Rounds)
{
    public const string Usage = """
        Times libjpeg-turbo's bare decode, this repository's training pictures and torchvision's with PIL, in alternating rounds.

          --pictures N  pictures a round decodes with each worker (default: 100)
          --rounds N    rounds (default: 9)
        """;

    public static Options Parse(string[] arguments)
    {
        var options = new Options(100, 9);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--pictures" => options with { Pictures = Positive(value) },
                "--rounds" => options with { Rounds = Positive(value) },
                _ => throw new ArgumentException($"'{arguments[i]}' is not an option."),
            };
        }
        return options;
    }

    private static int Positive(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new ArgumentException($"'{text}' is not a number above 0.");
}
