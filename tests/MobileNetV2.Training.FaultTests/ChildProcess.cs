using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MobileNets.Training.FaultTests;

/// <summary>A child, seen from its parent.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    // A shell's background jobs have SIGINT (2) ignored, and so do their children: this suite's run may be one.
    static ChildProcess() => SetHandler(signal: 2, handler: 0);

    public ChildProcess(string data, string run, params string[] words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Run through "dotnet FaultTests.dll", the process is dotnet; run through its own executable, it is this program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var word in (string[])["child", data, run, .. words])
            start.ArgumentList.Add(word);
        _process = Process.Start(start)!;
    }

    /// <summary>What the child has said; the last line is what it was doing when it ended.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public int ExitCode => _process.ExitCode;

    /// <summary>Reads on until a line is as wanted; false when the child ends before.</summary>
    public bool WaitFor(Predicate<string> isWanted)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _lines.Add(line);
            if (isWanted(line))
                return true;
        }
        return false;
    }

    /// <summary>Sends a signal and reads what the child still says.</summary>
    public void Signal(string name)
    {
        if (name == "KILL")
            _process.Kill();
        else
            using (var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]))
                kill.WaitForExit();
        Finish();
    }

    /// <summary>Reads to the child's end.</summary>
    public int Finish()
    {
        WaitFor(_ => false);
        _process.WaitForExit();
        return ExitCode;
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
