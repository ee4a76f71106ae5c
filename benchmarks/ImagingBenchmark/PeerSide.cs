using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>Python processes that run <c>peer.py</c>, one for each worker: torchvision's transforms on PIL pictures.</summary>
internal sealed class PeerSide(string name, string folder, bool jitter) : ISide
{
    private readonly List<Process> _workers = [];

    public string Name => name;

    public Measurement Run(int workers)
    {
        while (_workers.Count < workers)
            _workers.Add(Start());
        var asked = _workers.Take(workers).ToList();
        asked.ForEach(worker => worker.StandardInput.WriteLine("run"));
        var answers = asked.ConvertAll(Answer);
        return new Measurement(answers.Max(answer => answer.Elapsed), answers.Average(answer => answer.Processor));
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.StandardInput.Close();
            if (!worker.WaitForExit(TimeSpan.FromSeconds(5)))
                worker.Kill();
            worker.Dispose();
        }
    }

    private Process Start()
    {
        string[] words = [Path.Combine(AppContext.BaseDirectory, "peer.py"), folder, .. jitter ? new[] { "--jitter", Amount(Jitter.Colors), Amount(Jitter.Hue) } : []];
        var process = Process.Start(new ProcessStartInfo(Machine.Python, words) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.AutoFlush = true;
        return process;
    }

    private static string Amount(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static Measurement Answer(Process worker)
    {
        var line = worker.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A Python process ended early; its complaint is above.");
        using var answer = JsonDocument.Parse(line);
        return new Measurement(answer.RootElement.GetProperty("elapsed").GetDouble(), answer.RootElement.GetProperty("processor").GetDouble());
    }
}
