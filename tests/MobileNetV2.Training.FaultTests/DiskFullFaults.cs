using System.Diagnostics;
using MobileNets.Training.Checkpoints;

namespace MobileNets.Training.FaultTests;

/// <summary>A disk that is too small, at several sizes: the run stops with a message, its checkpoint is whole, and with more room it goes on.</summary>
internal static class DiskFullFaults
{
    public static void Run(Suite suite)
    {
        var checkpoint = new FileInfo(Path.Combine(suite.Reference, "last.ckpt")).Length;
        foreach (var checkpoints in (ReadOnlySpan<double>)[1.3, 1.9, 2.4, 2.9, 3.1])
            Fill(suite, (long)(checkpoints * checkpoint), $"a disk of {checkpoints} checkpoints' size");
    }

    private static void Fill(Suite suite, long bytes, string what)
    {
        var disk = suite.NewRun();
        Directory.CreateDirectory(disk);
        if (!Mount("-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", disk))
        {
            suite.Skip(what, "only root may mount a tmpfs");
            return;
        }
        try
        {
            var run = Path.Combine(disk, "run");
            using (var child = suite.Start(run))
                suite.Check($"{what} stops the run with a message", child.Finish() == Child.Failed && child.Lines[^1].Contains("make room"), $"{child.ExitCode}: {child.Lines[^1]}");
            new CheckpointStore(run).Load(out var warning);
            suite.Check($"{what}: the checkpoint is whole", warning is null, warning);
            Mount("-o", "remount,size=256m", disk);
            var difference = suite.ResumeAndCompare(run, out _);
            suite.Check($"{what}, enlarged and resumed", difference is null, difference);
        }
        finally
        {
            using var unmount = Process.Start("umount", [disk]);
            unmount.WaitForExit();
        }
    }

    private static bool Mount(params string[] words)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", words) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }
}
