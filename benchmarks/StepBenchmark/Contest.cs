using System.Diagnostics;
using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>Times the sides at one setting: every side a process that lives as long as the contest, one at work at a time.</summary>
internal sealed class Contest : IDisposable
{
    private const int Warming = 1;
    private const int Counted = 3;

    // .NET compiles what runs often once more, in the background: in the first thirty steps, or six seconds.
    private static readonly TimeSpan s_firstWarming = TimeSpan.FromSeconds(8);

    // The system counts processor time in hundredths of a second.
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly List<(Side Side, ChildProcess Process, List<StepTime> Steps)> _contestants = [];

    public Contest(IEnumerable<Side> sides, Setting setting)
    {
        foreach (var side in sides)
            _contestants.Add((side, new ChildProcess(side.Name, side.Program(setting)), []));
    }

    /// <summary>What each side says that it is.</summary>
    public IEnumerable<(string Name, string Program)> Introductions =>
        _contestants.Select(contestant => (contestant.Side.Name, contestant.Process.Introduction.GetProperty("program").GetString()!));

    /// <summary>Runs all rounds, another side first in each.</summary>
    /// <param name="rounds">How many.</param>
    public IReadOnlyList<Result> Run(int rounds)
    {
        foreach (var (_, process, _) in _contestants)
            WarmUp(process);
        for (var round = 0; round < rounds; round++)
            for (var turn = 0; turn < _contestants.Count; turn++)
            {
                var (_, process, steps) = _contestants[(round + turn) % _contestants.Count];
                WaitForSpinners();
                steps.AddRange(process.Ask($"{Warming + Counted}").Deserialize<StepTime[]>(JsonSerializerOptions.Web)![Warming..]);
            }
        return [.. _contestants.Select(contestant => new Result(contestant.Side, contestant.Steps, contestant.Process.PeakMemory))];
    }

    public void Dispose()
    {
        foreach (var (_, process, _) in _contestants)
            process.Dispose();
    }

    private static void WarmUp(ChildProcess process)
    {
        var start = Stopwatch.GetTimestamp();
        do
            process.Ask($"{Warming + Counted}");
        while (Stopwatch.GetElapsedTime(start) < s_firstWarming);
    }

    // The threads of whoever ran last may look out for work for a while before they sleep.
    private void WaitForSpinners()
    {
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_window)
        {
            var before = Used();
            Thread.Sleep(s_window);
            if (Used() == before)
                return;
        }
    }

    private TimeSpan Used() => _contestants.Aggregate(TimeSpan.Zero, (sum, contestant) => sum + contestant.Process.ProcessorTime);
}
