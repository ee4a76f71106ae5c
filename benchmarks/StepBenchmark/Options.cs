namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Settings">What to time, one after another.</param>
/// <param name="Rounds">Turns of each side.</param>
/// <param name="Narrow">Whether this repository's side also runs with narrower vectors.</param>
internal sealed record Options(IReadOnlyList<Setting> Settings, int Rounds, bool Narrow)
{
    public const string Usage = """
        Times a training step of this repository's MobileNetV2 beside torchvision's in PyTorch, in alternating rounds.

          --width X    width multiplier (default: 1.0)
          --size N     height and width of the images (default: 224)
          --batch N    images a step (default: 16)
          --threads N  threads of every side (default: processors)
          --rounds N   rounds (default: 5; with --all 3)
          --all        batch 16 and 32, one thread, widths 0.35, 0.75 and 1.4, sizes 96, 160 and 320, each beside the defaults
          --narrow     this repository's side with 256-bit and 128-bit vectors, too
        """;

    public static Options Parse(string[] words)
    {
        var arguments = new Arguments(words, Usage);
        var setting = new Setting(
            arguments.Positive("--width", 1.0), arguments.Positive("--size", 224), arguments.Positive("--batch", 16), arguments.Positive("--threads", Environment.ProcessorCount));
        var all = arguments.Has("--all");
        return new Options(all ? Table(setting) : [setting], arguments.Positive("--rounds", all ? 3 : 5), arguments.Has("--narrow"));
    }

    private static Setting[] Table(Setting setting) =>
    [
        setting, setting with { Batch = 2 * setting.Batch }, setting with { Threads = 1 },
        .. new[] { 0.35, 0.75, 1.4 }.Select(width => setting with { Width = width }),
        .. new[] { 96, 160, 320 }.Select(size => setting with { Size = size }),
    ];
}
