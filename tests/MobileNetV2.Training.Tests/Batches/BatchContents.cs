namespace MobileNets.Training.Batches.Tests;

/// <summary>What a batch held before it was disposed.</summary>
internal sealed record BatchContents(long[] Labels, float[] Pixels)
{
    public static List<BatchContents> Of(IEnumerable<Batch> batches)
    {
        var contents = new List<BatchContents>();
        foreach (var batch in batches)
            using (batch)
                contents.Add(new BatchContents(batch.Labels, batch.Pixels.ToArray()));
        return contents;
    }

    /// <summary>Compares bit for bit.</summary>
    public static void ShouldBeTheSame(IReadOnlyList<BatchContents> actual, IReadOnlyList<BatchContents> expected)
    {
        actual.Should().HaveCount(expected.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            actual[i].Labels.Should().Equal(expected[i].Labels);
            actual[i].Pixels.AsSpan().SequenceEqual(expected[i].Pixels).Should().BeTrue($"batch {i}");
        }
    }
}
