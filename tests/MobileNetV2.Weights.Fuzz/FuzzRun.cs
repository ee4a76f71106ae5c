using System.Collections.Concurrent;
using System.Diagnostics;

namespace MobileNets.Weights.Fuzz;

/// <summary>Feeds one reader the inputs 0 to n − 1 of a seed; which thread takes which changes nothing.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed, int inputs)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<FuzzFailure> _failures = [];
    private int _next = -1;

    /// <summary>When to give up on an input: a reader in an endless loop never comes back to be timed.</summary>
    /// <value>Default 20 seconds.</value>
    public TimeSpan GivenUp { get; init; } = TimeSpan.FromSeconds(20);

    public FuzzReport Run(int threads)
    {
        var start = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(_ => new Worker(this)).ToList();
        foreach (var worker in workers)
            while (!worker.Thread.Join(Watch))
                if (workers.Find(other => other.IsStuck) is { } stuck)
                {
                    _failures.Add(new FuzzFailure(stuck.Index, $"not done after {GivenUp.TotalSeconds} s; the run ends here"));
                    return Report();
                }
        return Report();

        FuzzReport Report()
        {
            var counts = new FuzzCounts();
            foreach (var worker in workers)
                counts.Add(worker.Counts);
            return new FuzzReport(target.Name, counts, Stopwatch.GetElapsedTime(start), [.. _failures.OrderBy(failure => failure.Index)]);
        }
    }

    private bool TryTake(out int index)
    {
        index = Interlocked.Increment(ref _next);
        return index < inputs;
    }

    private void Feed(int index, FuzzCounts counts)
    {
        var input = target.Input(seed, index);
        var outcome = FuzzOutcome.Of(target, input);
        if (outcome.Problem is not null)
            _failures.Add(new FuzzFailure(index, outcome.Problem));
        counts.Failed += outcome.Problem is null ? 0 : 1;
        counts.Accepted += outcome.Problem is null && outcome.Accepted ? 1 : 0;
        counts.Refused += outcome.Problem is null && !outcome.Accepted ? 1 : 0;
        counts.PastOuterLayer += target.PassesOuterLayer(input) ? 1 : 0;
        counts.SlowestMilliseconds = Math.Max(counts.SlowestMilliseconds, outcome.Time.TotalMilliseconds);
        counts.LargestAllocation = Math.Max(counts.LargestAllocation, outcome.Allocated);
    }

    private sealed class Worker
    {
        private readonly FuzzRun _run;
        private long _started = Stopwatch.GetTimestamp();
        private volatile int _index;

        public Worker(FuzzRun run)
        {
            _run = run;
            Thread = new Thread(Work) { IsBackground = true };
            Thread.Start();
        }

        public Thread Thread { get; }

        public FuzzCounts Counts { get; } = new();

        public int Index => _index;

        public bool IsStuck => Thread.IsAlive && Stopwatch.GetElapsedTime(Volatile.Read(ref _started)) > _run.GivenUp;

        private void Work()
        {
            while (_run.TryTake(out var index))
            {
                _index = index;
                Volatile.Write(ref _started, Stopwatch.GetTimestamp());
                _run.Feed(index, Counts);
            }
        }
    }
}
