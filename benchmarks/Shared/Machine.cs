using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>What the benchmarks find on the machine.</summary>
internal static class Machine
{
    /// <summary>The system's Python, which has its torch.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>What SystemTorch tells glibc with <c>mallopt</c>, as a Python user can.</summary>
    public static IReadOnlyDictionary<string, string> TunedMalloc { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = $"{1L << 30}",
        ["MALLOC_TRIM_THRESHOLD_"] = $"{1L << 34}",
        ["MALLOC_TOP_PAD_"] = $"{64L << 20}",
    };

    /// <summary>The averages of the last 1, 5 and 15 minutes.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    /// <summary>Whether Python can import these.</summary>
    public static bool PythonHas(string modules)
    {
        if (!File.Exists(Python))
            return false;
        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    /// <summary>Python with a script that lies beside the program, with malloc tuned or as it is installed.</summary>
    public static ProcessStartInfo Script(string name, IEnumerable<string> arguments, bool tunedMalloc)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, name), .. arguments]);
        foreach (var (variable, value) in TunedMalloc)
        {
            start.Environment.Remove(variable);
            if (tunedMalloc)
                start.Environment[variable] = value;
        }
        return start;
    }
}
