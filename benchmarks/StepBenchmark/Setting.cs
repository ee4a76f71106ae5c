using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>What a step is timed for.</summary>
/// <param name="Width">The width multiplier.</param>
/// <param name="Size">Height and width of the images.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="Threads">Threads of every side.</param>
internal sealed record Setting(double Width, int Size, int Batch, int Threads)
{
    /// <summary>What both kinds of process are told.</summary>
    public IReadOnlyList<string> Words =>
        FormattableString.Invariant($"--width {Width} --size {Size} --batch {Batch} --threads {Threads}").Split(' ');

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"width {Width}, {Size} × {Size}, batch {Batch}, {Threads} {(Threads == 1 ? "thread" : "threads")}");
}
