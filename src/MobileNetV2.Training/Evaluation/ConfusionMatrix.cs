namespace MobileNets.Training;

/// <summary>How many pictures of each class were taken for which.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    internal ConfusionMatrix(int[,] counts, IReadOnlyList<int> images)
    {
        _counts = counts;
        Images = images;
    }

    /// <summary>Classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Pictures of each class; more than its row's sum where logits were not numbers.</summary>
    public IReadOnlyList<int> Images { get; }

    /// <summary>Pictures of one class that were taken for another or the same.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">What the network took them for.</param>
    public int this[int label, int predicted] => _counts[label, predicted];

    /// <summary>A copy of the counts, by true and predicted class.</summary>
    public int[,] ToArray() => (int[,])_counts.Clone();

    /// <summary>Pictures that were taken for a class, rightly or not.</summary>
    /// <param name="predicted">The class.</param>
    public int Predicted(int predicted) => Enumerable.Range(0, Classes).Sum(label => _counts[label, predicted]);

    /// <summary>The wrong class that a class is taken for most often, or null if it never is.</summary>
    /// <param name="label">The true class.</param>
    public int? MostConfusedWith(int label)
    {
        var others = Enumerable.Range(0, Classes).Where(other => other != label && _counts[label, other] > 0).ToList();
        return others.Count == 0 ? null : others.MaxBy(other => _counts[label, other]);
    }
}
