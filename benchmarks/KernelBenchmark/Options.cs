using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options(int Rounds, string? Set, string Only)
{
    public const string Usage = """
        Measures the kernels of each vector width on one thread, at the shapes of MobileNetV2 1.0 on 224 × 224 pixels, with everything in cache,
        beside the most that the machine's multiply-adds reach at that width.

          --rounds N   rounds that each run everything for a millisecond (default: 60)
          --set NAME   only this kernel set: 512-bit, 256-bit, 128-bit or scalar
          --only TEXT  only what has this in its name
        """;

    public static Options Parse(string[] arguments)
    {
        var options = new Options(60, null, "");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = Positive(value) },
                "--set" => options with { Set = value },
                "--only" => options with { Only = value },
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
