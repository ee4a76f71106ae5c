using System.Buffers.Binary;

namespace MobileNets.Training.FaultTests;

/// <summary>Checkpoints cut off at every class of length and with a bit flipped in every part.</summary>
internal static class DamageFaults
{
    public static void Run(Suite suite)
    {
        var interrupted = suite.NewRun();
        using (var child = suite.Start(interrupted))
        {
            child.WaitFor(line => line.StartsWith("training 3 5", StringComparison.Ordinal));
            child.Signal("KILL");
        }
        if (!suite.Check("an interrupted run has two checkpoints", File.Exists(Path.Combine(interrupted, "last.ckpt")) && File.Exists(Path.Combine(interrupted, "previous.ckpt")), "it has not"))
            return;
        var bytes = File.ReadAllBytes(Path.Combine(interrupted, "last.ckpt"));
        var header = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);

        foreach (var length in (ReadOnlySpan<int>)[0, 1, 7, 8, 9, 31, 32, header / 2, header - 1, header, header + 1, bytes.Length / 2, bytes.Length - 33, bytes.Length - 32, bytes.Length - 31, bytes.Length - 1])
            Damage(suite, interrupted, $"cut off after {length} of {bytes.Length} bytes", bytes[..length]);
        Damage(suite, interrupted, "one byte too long", [.. bytes, 0]);
        foreach (var (part, offset) in (ReadOnlySpan<(string, int)>)[("header length", 0), ("header", header / 2), ("first tensor", header), ("tensors", bytes.Length / 2), ("last tensor", bytes.Length - 33), ("hash", bytes.Length - 1)])
        {
            var flipped = (byte[])bytes.Clone();
            flipped[offset] ^= 1;
            Damage(suite, interrupted, $"a bit flipped in the {part}", flipped);
        }

        var hopeless = suite.CopyOf(interrupted);
        File.WriteAllBytes(Path.Combine(hopeless, "last.ckpt"), bytes[..100]);
        File.WriteAllBytes(Path.Combine(hopeless, "previous.ckpt"), bytes[..100]);
        using var refused = suite.Start(hopeless, "resume");
        suite.Check("both checkpoints damaged are refused", refused.Finish() == Child.Failed && refused.Lines[^1].Contains("damaged"), refused.Lines.LastOrDefault());
    }

    private static void Damage(Suite suite, string interrupted, string how, byte[] content)
    {
        var run = suite.CopyOf(interrupted);
        File.WriteAllBytes(Path.Combine(run, "last.ckpt"), content);
        var difference = suite.ResumeAndCompare(run, out var resumed);
        var isSaid = resumed.Lines.Any(line => line.StartsWith("warning", StringComparison.Ordinal) && line.Contains("previous.ckpt"));
        suite.Check($"last.ckpt {how}: the one before is used, saying so", difference is null && isSaid, difference ?? "no warning");
        Directory.Delete(run, recursive: true);
    }
}
