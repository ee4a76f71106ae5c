using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        Trains this repository's MobileNetV2 and torchvision's from a plain PyTorch script on the same generated flowers, in turns.

          --classes N    species (default: 102)
          --per-class N  pictures of each, three fifths to train on, a fifth for validation (default: 10)
          --size N       height and width of what the network sees (default: 224)
          --width X      width multiplier (default: 1.0)
          --batch N      pictures a step (default: 16)
          --epochs N     timed epochs of every turn, after one that warms up (default: 1)
          --rounds N     turns of each side (default: 3)
          --threads N    threads that compute, and as many workers that decode (default: processors)
        """;

    public int Classes { get; private init; } = 102;
    public int PerClass { get; private init; } = 10;
    public int Size { get; private init; } = 224;
    public double Width { get; private init; } = 1.0;
    public int Batch { get; private init; } = 16;
    public int Epochs { get; private init; } = 1;
    public int Rounds { get; private init; } = 3;
    public int Threads { get; private init; } = Environment.ProcessorCount;

    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--classes" => options with { Classes = Positive(value) },
                "--per-class" => options with { PerClass = Positive(value) },
                "--size" => options with { Size = Positive(value) },
                "--width" => options with { Width = double.Parse(value, CultureInfo.InvariantCulture) },
                "--batch" => options with { Batch = Positive(value) },
                "--epochs" => options with { Epochs = Positive(value) },
                "--rounds" => options with { Rounds = Positive(value) },
                "--threads" => options with { Threads = Positive(value) },
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
