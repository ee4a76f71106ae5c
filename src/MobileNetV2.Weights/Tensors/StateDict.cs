using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MobileNets.Weights;

/// <summary>Named tensors in order, with text that the file carries beside them: what every weight format holds.</summary>
public sealed class StateDict : IReadOnlyList<NamedTensor>
{
    private readonly NamedTensor[] _tensors;
    private readonly Dictionary<string, NamedTensor> _byName;

    /// <summary>Joins tensors to a state dict.</summary>
    /// <param name="tensors">The tensors in order; their names differ.</param>
    /// <param name="metadata">Text for whoever reads the file: class names, how the weights were trained.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public StateDict(IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        _tensors = [.. tensors];
        _byName = new Dictionary<string, NamedTensor>(_tensors.Length);
        foreach (var tensor in _tensors)
            if (!_byName.TryAdd(tensor.Name, tensor))
                throw new ArgumentException($"Two tensors are named '{tensor.Name}'.", nameof(tensors));
        Metadata = metadata is null ? new Dictionary<string, string>() : new Dictionary<string, string>(metadata);
    }

    /// <summary>Text that the file carries beside the tensors; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The file, or what else the tensors came from, for complaints about them.</summary>
    /// <value>Default: <c>state dict</c>.</value>
    public string Origin { get; init; } = "state dict";

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <inheritdoc/>
    public NamedTensor this[int index] => _tensors[index];

    /// <summary>The tensor with a name.</summary>
    /// <param name="name">Its key: <c>features.0.0.weight</c>.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public NamedTensor this[string name] =>
        _byName.TryGetValue(name, out var tensor) ? tensor : throw new KeyNotFoundException($"No tensor is named '{name}'.");

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out NamedTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <inheritdoc/>
    public IEnumerator<NamedTensor> GetEnumerator() => _tensors.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
