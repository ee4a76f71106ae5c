using System.Runtime.ExceptionServices;

namespace MobileNets.Training.Data;

/// <summary>Parallel loops that fail as ordinary loops do.</summary>
internal static class InParallel
{
    /// <summary>Runs <paramref name="body"/> for 0 to <paramref name="count"/> − 1 and throws what the first failure threw.</summary>
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
