using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its entries came.</summary>
public class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)> where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> _entries = [];

    public int Count => _entries.Count;

    public TValue this[TKey key]
    {
        get => _entries[key];
        set => _entries[key] = value;
    }

    public void Add(TKey key, TValue value) => _entries.Add(key, value);

    public void Add((TKey, TValue) item) => _entries.Add(item.Item1, item.Item2);

    public bool Remove(TKey key) => _entries.Remove(key);

    public void Clear() => _entries.Clear();

    public bool ContainsKey(TKey key) => _entries.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    internal bool TryAdd(TKey key, TValue value) => _entries.TryAdd(key, value);

    public IEnumerator<(TKey, TValue)> GetEnumerator()
    {
        foreach (var (key, value) in _entries)
            yield return (key, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
