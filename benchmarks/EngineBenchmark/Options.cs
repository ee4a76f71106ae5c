using System.Globalization;
using System.Numerics;
using MobileNets.Kernels;

namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        Times the managed engine beside ONNX Runtime 1.30.0 on the same weights, in alternating rounds of one process.

          --widths LIST   width multipliers (default: 1.0)
          --sizes LIST    heights and widths of the pictures (default: 224)
          --threads LIST  threads of both sides (default: 1,2)
          --batches LIST  pictures at a time (default: 1,8,32)
          --rounds N      rounds (default: 10)
          --kernels NAME  512-bit, 256-bit, 128-bit or scalar (default: the widest that the processor has)
          --weights FILE  a trained network instead of random weights; --widths is passed over
          --json FILE     also writes every figure as JSON

          --all           widths 0.35 to 1.4, sizes 96 to 320, 1 and 2 threads, batch 1, 4 rounds unless given
          --strategies    the engine alone: fused, split expansion t = 1 to 6, unfused: time and workspace
          --int8          the engine alone: quantised to 8-bit weights beside floating point: time, file, workspace; batch 1 unless given
          --narrow        the same configurations with 512-, 256- and 128-bit vectors, each in a process of its own
          --start         process start to first label: JIT, ReadyToRun, NativeAOT, each beside ONNX Runtime's in such a process
        """;

    public required IReadOnlyList<double> Widths { get; init; }
    public required IReadOnlyList<int> Sizes { get; init; }
    public required IReadOnlyList<int> Threads { get; init; }
    public required IReadOnlyList<int> Batches { get; init; }
    public required int Rounds { get; init; }
    public required KernelSet Kernels { get; init; }
    public string? Weights { get; private init; }
    public string? Json { get; private init; }
    public Mode Mode { get; private init; }

    public static Options Parse(string[] arguments)
    {
        var values = new Dictionary<string, string>();
        var mode = Mode.Compare;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--all": mode = Mode.All; break;
                case "--strategies": mode = Mode.Strategies; break;
                case "--int8": mode = Mode.Int8; break;
                case "--narrow": mode = Mode.Narrow; break;
                case "--start": mode = Mode.Start; break;
                case "--widths" or "--sizes" or "--threads" or "--batches" or "--rounds" or "--kernels" or "--weights" or "--json":
                    values[arguments[i]] = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"'{arguments[i - 1]}' needs a value.");
                    break;
                default:
                    throw new ArgumentException($"'{arguments[i]}' is not an option.");
            }
        }

        var all = mode == Mode.All;
        return new Options
        {
            Mode = mode,
            Widths = List(values.GetValueOrDefault("--widths", all ? "0.35,0.5,0.75,1.0,1.4" : "1.0"), 0.1),
            Sizes = List(values.GetValueOrDefault("--sizes", all ? "96,128,160,192,224,320" : "224"), 32),
            Threads = List(values.GetValueOrDefault("--threads", "1,2"), 1),
            Batches = List(values.GetValueOrDefault("--batches", mode is Mode.All or Mode.Int8 ? "1" : "1,8,32"), 1),
            Rounds = List(values.GetValueOrDefault("--rounds", all ? "4" : "10"), 1)[0],
            Kernels = Kernel(values.GetValueOrDefault("--kernels", KernelSet.Best.Name)),
            Weights = values.GetValueOrDefault("--weights"),
            Json = values.GetValueOrDefault("--json"),
        };
    }

    private static KernelSet Kernel(string name) =>
        KernelSet.Supported.FirstOrDefault(set => set.Name == name)
        ?? throw new ArgumentException($"'{name}' is none of this machine's kernels: {string.Join(", ", KernelSet.Supported.Select(set => set.Name))}.");

    private static T[] List<T>(string text, T minimum) where T : INumber<T> =>
    [
        .. text.Split(',').Select(part => T.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= minimum
            ? value
            : throw new ArgumentException($"'{part}' is not a number of {minimum} or more.")),
    ];
}
