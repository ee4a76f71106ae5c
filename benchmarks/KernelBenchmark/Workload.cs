using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>Something to time.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="work">What a run of it does: operations on numbers, or bytes read and written.</param>
/// <param name="run">Runs it.</param>
internal sealed class Workload(string name, double work, Action run)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);

    private readonly List<double> seconds = [];
    private int repetitions = 1;

    public string Name { get; } = name;

    /// <summary>Compiles it, and finds how many repetitions fill a turn.</summary>
    public void WarmUp()
    {
        run();
        for (var time = Time(); time < Turn.TotalSeconds; time = Time())
            repetitions = (int)Math.Ceiling(repetitions * Math.Clamp(1.1 * Turn.TotalSeconds / time, 1.1, 10));
    }

    public void TakeTurn() => seconds.Add(Time() / repetitions);

    /// <summary>Billions a second in the quickest turn and in the median one.</summary>
    public (double Best, double Median) Speed()
    {
        seconds.Sort();
        return (1e-9 * work / seconds[0], 1e-9 * work / seconds[seconds.Count / 2]);
    }

    private double Time()
    {
        var start = Stopwatch.GetTimestamp();
        for (var repetition = 0; repetition < repetitions; repetition++)
            run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
