using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>Work done in this process, a thread for each worker.</summary>
/// <param name="name">What the report calls it.</param>
/// <param name="pictures">How many pictures there are.</param>
/// <param name="createWorker">Makes what prepares the picture of a number; each worker has its own.</param>
internal sealed class ThreadedSide(string name, int pictures, Func<Action<int>> createWorker) : ISide
{
    private readonly List<Action<int>> _workers = [];

    public string Name => name;

    public Measurement Run(int workers)
    {
        while (_workers.Count < workers)
            _workers.Add(createWorker());
        var threads = _workers.Take(workers).Select(worker => new Thread(() =>
        {
            for (var i = 0; i < pictures; i++)
                worker(i);
        })).ToList();

        var (start, processorStart) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return new Measurement(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds / pictures,
            (Environment.CpuUsage.TotalTime - processorStart).TotalMilliseconds / (pictures * workers));
    }

    public void Dispose()
    {
    }
}
