using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>A process that introduces itself in one line of JSON, answers each line of its input with another, and ends with its input.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly string _name;
    private readonly Process _process;

    /// <summary>Starts it and waits for its introduction.</summary>
    /// <param name="name">What complaints call it.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <exception cref="InvalidOperationException">It ended before it said anything.</exception>
    public ChildProcess(string name, ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _name = name;
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
        Introduction = Answer();
    }

    public JsonElement Introduction { get; }

    /// <summary>Processor time that it has used since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it has had at once, in bytes; 0 where the system does not say.</summary>
    public long PeakMemory =>
        !File.Exists($"/proc/{_process.Id}/status") ? 0
        : long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture) << 10;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public JsonElement Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return Answer();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
                _process.Kill();
        }
        _process.Dispose();
    }

    private JsonElement Answer() =>
        JsonElement.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{_name} ended early; its complaint is above."));
}
