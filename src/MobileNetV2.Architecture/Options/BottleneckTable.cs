using System.Collections;
using System.Runtime.CompilerServices;

namespace MobileNets.Architecture;

/// <summary>
/// An immutable (t, c, n, s) table. Two tables with the same rows are equal, so options that hold one compare by value.
/// Write your own as a collection expression: <c>Stages = [new(1, 16, 1, 1), new(6, 24, 2, 2)]</c>.
/// </summary>
[CollectionBuilder(typeof(BottleneckTable), nameof(Create))]
public sealed class BottleneckTable : IReadOnlyList<BottleneckStage>, IEquatable<BottleneckTable>
{
    private readonly BottleneckStage[] _stages;

    private BottleneckTable(BottleneckStage[] stages) => _stages = stages;

    /// <summary>MobileNetV2 as published (arXiv 1801.04381, table 2).</summary>
    public static BottleneckTable MobileNetV2 { get; } =
    [
        //  t    c  n  s
        new(1,  16, 1, 1),
        new(6,  24, 2, 2),
        new(6,  32, 3, 2),
        new(6,  64, 4, 2),
        new(6,  96, 3, 1),
        new(6, 160, 3, 2),
        new(6, 320, 1, 1),
    ];

    /// <inheritdoc/>
    public int Count => _stages.Length;

    /// <inheritdoc/>
    public BottleneckStage this[int index] => _stages[index];

    /// <summary>Copies rows into a table. They are checked when a plan is made from the options that hold them.</summary>
    /// <param name="stages">The rows, from the image to the head.</param>
    public static BottleneckTable Create(ReadOnlySpan<BottleneckStage> stages) => new(stages.ToArray());

    /// <inheritdoc/>
    public bool Equals(BottleneckTable? other) => other is not null && _stages.AsSpan().SequenceEqual(other._stages);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BottleneckTable);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var stage in _stages)
            hash.Add(stage);
        return hash.ToHashCode();
    }

    /// <summary>The rows as <c>[(t, c, n, s), …]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", _stages.Select(stage => $"({stage.ExpansionRatio}, {stage.Channels}, {stage.Repeats}, {stage.Stride})"))}]";

    /// <inheritdoc/>
    public IEnumerator<BottleneckStage> GetEnumerator() => _stages.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
