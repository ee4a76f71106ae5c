using System.Collections;
using System.Diagnostics;

namespace MobileNets.Training.Batches;

/// <summary>
/// The batches of one pass over pictures, made ahead by workers while they are enumerated; whoever enumerates disposes each. When the
/// enumeration ends, early or by an exception too, no worker runs any more.
/// </summary>
public sealed class BatchSequence : IEnumerable<Batch>
{
    private readonly IEnumerable<Batch> _batches;
    private readonly Stopwatch _total = new();
    private readonly Stopwatch _waiting = new();

    internal BatchSequence(IEnumerable<Batch> batches) => _batches = batches;

    /// <summary>The share of the enumeration's time so far that the consumer spent waiting for pictures, 0 to 1.</summary>
    public double WaitShare => _total.ElapsedTicks == 0 ? 0 : Math.Min(1, (double)_waiting.ElapsedTicks / _total.ElapsedTicks);

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        using var batches = _batches.GetEnumerator();
        _waiting.Reset();
        _total.Restart();
        try
        {
            while (Next(batches))
                yield return batches.Current;
        }
        finally
        {
            _total.Stop();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Next(IEnumerator<Batch> batches)
    {
        _waiting.Start();
        var isThere = batches.MoveNext();
        _waiting.Stop();
        return isThere;
    }
}
