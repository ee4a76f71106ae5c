namespace MobileNets.Weights;

/// <summary>A pickle machine's stack, with marks that values after them are counted from.</summary>
internal sealed class PickleStack(PickleInput input)
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];

    // Values below the last mark belong to what it interrupts.
    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public object? Peek() => _values.Count > Floor ? _values[^1] : throw input.Refuse("expected a value on the stack, found none");

    /// <summary>The topmost value, of which something is expected.</summary>
    public T Peek<T>(string expected) => Peek() is T value
        ? value
        : throw input.Refuse($"expected {expected} on the stack, found {PickleMachine.Describe(Peek())}");

    public object? Pop() => Pop(1)[0];

    public object?[] Pop(int count) => _values.Count - count >= Floor
        ? Cut(_values.Count - count)
        : throw input.Refuse($"expected {count} values on the stack, found {_values.Count - Floor}");

    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw input.Refuse("expected a mark on the stack, found none");
        var mark = Floor;
        _marks.RemoveAt(_marks.Count - 1);
        return Cut(mark);
    }

    private object?[] Cut(int start)
    {
        var values = _values[start..].ToArray();
        _values.RemoveRange(start, values.Length);
        return values;
    }
}
