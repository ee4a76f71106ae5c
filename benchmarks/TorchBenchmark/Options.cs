using System.Globalization;

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

    public static Options Parse(string[] arguments)
    {
        var options = new Options(Environment.ProcessorCount, 7, null);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--threads" => options with { Threads = Positive(value) },
                "--rounds" => options with { Rounds = Positive(value) },
                "--json" => options with { Json = value },
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
