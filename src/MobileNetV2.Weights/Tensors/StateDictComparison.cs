using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// How weights differ from what a network expects. Loading has to ask first: copying with broadcasting, as tensor
/// libraries do, would take some wrong shapes without a word.
/// </summary>
public sealed class StateDictComparison
{
    private StateDictComparison(List<string> missing, List<string> unexpected, List<ShapeMismatch> misshaped)
    {
        Missing = missing;
        Unexpected = unexpected;
        Misshaped = misshaped;
    }

    /// <summary>Expected names that the weights lack, in the network's order.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Names in the weights that the network does not have, in the file's order.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Tensors of another shape, in the network's order.</summary>
    public IReadOnlyList<ShapeMismatch> Misshaped { get; }

    /// <summary>Whether names and shapes agree.</summary>
    public bool IsMatch => Missing.Count + Unexpected.Count + Misshaped.Count == 0;

    /// <summary>Compares names and shapes; order and element types don't count.</summary>
    /// <param name="expected">What the network has.</param>
    /// <param name="actual">What the weights have.</param>
    public static StateDictComparison Compare(
        IEnumerable<(string Name, IReadOnlyList<long> Shape)> expected, IEnumerable<(string Name, IReadOnlyList<long> Shape)> actual)
    {
        var actualEntries = actual.ToList();
        var actualShapes = actualEntries.ToDictionary(entry => entry.Name, entry => entry.Shape);
        var expectedNames = new HashSet<string>();
        var missing = new List<string>();
        var misshaped = new List<ShapeMismatch>();
        foreach (var (name, shape) in expected)
        {
            expectedNames.Add(name);
            if (!actualShapes.TryGetValue(name, out var actualShape))
                missing.Add(name);
            else if (!shape.SequenceEqual(actualShape))
                misshaped.Add(new ShapeMismatch(name, shape, actualShape));
        }
        var unexpected = actualEntries.Select(entry => entry.Name).Where(name => !expectedNames.Contains(name)).ToList();
        return new StateDictComparison(missing, unexpected, misshaped);
    }

    /// <summary>Compares names and shapes; order and element types don't count.</summary>
    /// <param name="expected">What the network has.</param>
    /// <param name="actual">The weights.</param>
    public static StateDictComparison Compare(IEnumerable<(string Name, IReadOnlyList<long> Shape)> expected, StateDict actual) =>
        Compare(expected, actual.Select(tensor => (tensor.Name, tensor.Shape)));

    /// <summary>Every difference, one a line under a line that counts them.</summary>
    public override string ToString()
    {
        if (IsMatch)
            return "The weights fit the network.";
        var text = new StringBuilder(
            $"The weights do not fit the network: {Missing.Count} missing, {Unexpected.Count} unexpected, {Misshaped.Count} with another shape.");
        foreach (var name in Missing)
            text.Append("\n  missing: ").Append(name);
        foreach (var name in Unexpected)
            text.Append("\n  unexpected: ").Append(name);
        foreach (var mismatch in Misshaped)
            text.Append("\n  another shape: ").Append(mismatch);
        return text.ToString();
    }
}
