namespace MobileNets.Training;

/// <summary>Counts top-1 and top-5 hits and sums the cross entropy, batch after batch, whatever computed the logits.</summary>
public sealed class EvaluationTally
{
    private readonly int[,] _confusion;
    private readonly int[] _imagesPerClass;
    private int _correct;
    private int _images;
    private int _top5;
    private double _lossSum;

    /// <summary>Starts at nothing.</summary>
    /// <param name="classes">Logits of a picture, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 1.</exception>
    public EvaluationTally(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        _confusion = new int[classes, classes];
        _imagesPerClass = new int[classes];
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="logits">[N, classes] in row-major order.</param>
    /// <param name="labels">The N true classes.</param>
    /// <exception cref="ArgumentException">The lengths don't fit together, or a label is no class.</exception>
    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<long> labels)
    {
        var classes = _imagesPerClass.Length;
        if (logits.Length != (long)labels.Length * classes)
            throw new ArgumentException($"Expected {labels.Length} × {classes} logits, found {logits.Length}.", nameof(logits));
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
                throw new ArgumentException($"Label {labels[i]} is none of {classes} classes.", nameof(labels));
            Add(logits.Slice(i * classes, classes), (int)labels[i]);
        }
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been added.</exception>
    public Evaluation ToEvaluation() => _images > 0
        ? new Evaluation(_images, (double)_correct / _images, (double)_top5 / _images, _lossSum / _images, new ConfusionMatrix((int[,])_confusion.Clone(), [.. _imagesPerClass]))
        : throw new InvalidOperationException("No pictures have been evaluated.");

    private void Add(ReadOnlySpan<float> logits, int label)
    {
        var rank = Rank(logits, label);
        _images++;
        _imagesPerClass[label]++;
        if (rank != int.MaxValue)
            _confusion[label, Largest(logits)]++;
        _correct += rank == 0 ? 1 : 0;
        _top5 += rank < 5 ? 1 : 0;
        _lossSum += CrossEntropy(logits, label);
    }

    /// <summary>How many classes come before the label: of equal logits the first does. Last if a logit is not a number.</summary>
    private static int Rank(ReadOnlySpan<float> logits, int label)
    {
        var own = logits[label];
        var before = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]))
                return int.MaxValue;
            if (logits[i] > own || (logits[i] == own && i < label))
                before++;
        }
        return before;
    }

    /// <summary>The first of the largest.</summary>
    private static int Largest(ReadOnlySpan<float> logits)
    {
        var largest = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[largest])
                largest = i;
        return largest;
    }

    // The largest logit comes off first, or the exponentials would overflow.
    private static double CrossEntropy(ReadOnlySpan<float> logits, int label)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - (double)largest);
        return Math.Log(sum) + largest - logits[label];
    }
}
