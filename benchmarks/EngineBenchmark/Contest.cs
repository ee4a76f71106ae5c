using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>Times several things in alternating rounds, so that what else the machine does falls on all of them alike.</summary>
internal static class Contest
{
    private static readonly TimeSpan s_firstWarming = TimeSpan.FromMilliseconds(300);
    // After a pause a team's threads may share a processor for a while, and caches hold the other side's data.
    private static readonly TimeSpan s_warming = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_counted = TimeSpan.FromMilliseconds(150);
    private const int FewestPasses = 5;

    /// <summary>Runs every contestant in every round, another one first each time.</summary>
    public static Times[] Run(int rounds, params ReadOnlySpan<Action> contestants)
    {
        var times = new Times[contestants.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = new Times();
            WarmUp(contestants[i], s_firstWarming);
        }
        for (var round = 0; round < rounds; round++)
            for (var turn = 0; turn < contestants.Length; turn++)
            {
                var contestant = (round + turn) % contestants.Length;
                WaitForSpinners();
                WarmUp(contestants[contestant], s_warming);
                Count(contestants[contestant], times[contestant]);
            }
        return times;
    }

    private static void WarmUp(Action pass, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        do
            pass();
        while (Stopwatch.GetElapsedTime(start) < duration);
    }

    private static void Count(Action pass, Times times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var passes = 0; passes < FewestPasses || Stopwatch.GetElapsedTime(start) < s_counted; passes++)
        {
            var begin = Stopwatch.GetTimestamp();
            pass();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    /// <summary>Waits until the threads of whoever ran last have stopped waiting for work busily, for a second at most.</summary>
    private static void WaitForSpinners()
    {
        const int window = 10, patience = 100;
        for (var i = 0; i < patience; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(window);
            if ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds < 0.1 * window)
                return;
        }
    }
}
