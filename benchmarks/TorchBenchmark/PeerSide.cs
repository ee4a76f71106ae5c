using System.Diagnostics;
using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>A Python process that runs <c>peer.py</c>: torchvision's network on the same libtorch.</summary>
internal sealed class PeerSide : ISide
{
    private const string Python = "/usr/bin/python3";

    // What SystemTorch tells glibc with mallopt, as a Python user can.
    private static readonly Dictionary<string, string> s_tunedMalloc = new()
    {
        ["MALLOC_MMAP_THRESHOLD_"] = $"{1L << 30}",
        ["MALLOC_TRIM_THRESHOLD_"] = $"{1L << 34}",
        ["MALLOC_TOP_PAD_"] = $"{64L << 20}",
    };

    private readonly Process _process;

    private PeerSide(string name, Process process, string description)
    {
        Name = name;
        _process = process;
        Description = description;
    }

    public string Name { get; }

    public string Description { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Whether Python has torch and torchvision.</summary>
    public static bool IsInstalled()
    {
        if (!File.Exists(Python))
            return false;
        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import torch, torchvision"]) { RedirectStandardError = true })!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    /// <summary>Starts a peer and waits until it has built its network.</summary>
    /// <exception cref="InvalidOperationException">It ended before it said so.</exception>
    public static PeerSide Start(string name, int threads, string weights, bool tunedMalloc)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "peer.py"), "--threads", $"{threads}", "--weights", weights])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // SystemTorch sets it in this process; a peer waits as Python does.
        start.Environment.Remove("GOMP_SPINCOUNT");
        foreach (var (variable, value) in s_tunedMalloc)
        {
            start.Environment.Remove(variable);
            if (tunedMalloc)
                start.Environment[variable] = value;
        }
        var process = Process.Start(start)!;
        using var hello = Answer(name, process);
        var root = hello.RootElement;
        return new PeerSide(name, process,
            $"Python, libtorch {root.GetProperty("torch")}, torchvision {root.GetProperty("torchvision")}, {root.GetProperty("threads")} threads, {(tunedMalloc ? "malloc tuned" : "stock malloc")}");
    }

    public double[] Run(Workload workload)
    {
        _process.StandardInput.WriteLine(workload.Command);
        _process.StandardInput.Flush();
        using var answer = Answer(Name, _process);
        return answer.RootElement.TryGetProperty("milliseconds", out var milliseconds)
            ? [.. milliseconds.EnumerateArray().Select(value => value.GetDouble())]
            : throw new InvalidOperationException($"{Name} answered '{workload.Command}' with {answer.RootElement}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.WriteLine("quit");
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
                _process.Kill();
        }
        _process.Dispose();
    }

    private static JsonDocument Answer(string name, Process process) =>
        JsonDocument.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{name} ended early; its complaint is above."));
}
