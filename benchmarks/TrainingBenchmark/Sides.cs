using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>The programs that are compared. Each call trains from scratch and returns the seconds of every epoch, validation included.</summary>
internal static class Sides
{
    public static double[] Ours(Options options, string commandLine, string data, string compute)
    {
        var run = Path.Combine(Path.GetDirectoryName(data)!, "run");
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);
        Run(new ProcessStartInfo(commandLine, ["train", "--data", data, "--output", run, "--lr", "0.0005", "--compute", compute, .. Common(options), "--seed", "0"]));
        var rows = File.ReadAllLines(Path.Combine(run, "metrics.csv"));
        var seconds = Array.IndexOf(rows[0].Split(','), "seconds");
        return [.. rows.Skip(1).Select(row => double.Parse(row.Split(',')[seconds], CultureInfo.InvariantCulture))];
    }

    public static double[] Peer(Options options, string data, bool tunedMalloc)
    {
        var output = Run(Machine.Script("peer.py", ["--data", data, .. Common(options)], tunedMalloc));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var epoch = JsonDocument.Parse(line);
            return epoch.RootElement.GetProperty("train_seconds").GetDouble() + epoch.RootElement.GetProperty("validation_seconds").GetDouble();
        })];
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; its complaint is on stderr.</exception>
    public static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
    }

    // One epoch more than is timed.
    private static string[] Common(Options options) => FormattableString.Invariant(
        $"--epochs {options.Epochs + 1} --batch {options.Batch} --size {options.Size} --width {options.Width} --workers {options.Threads} --threads {options.Threads}").Split(' ');
}
