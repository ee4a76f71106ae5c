using System.Runtime.InteropServices;

namespace MobileNets.Inference.Tests;

/// <summary>Calls with arrays, and comparison of what comes out.</summary>
internal static class Results
{
    public static float[] Logits(this InferenceModel model, float[] images)
    {
        var logits = new float[images.Length / model.InputLength * model.Classes];
        model.Logits(images, logits);
        return logits;
    }

    public static float[] Embed(this InferenceModel model, float[] images)
    {
        var embeddings = new float[images.Length / model.InputLength * model.EmbeddingLength];
        model.Embed(images, embeddings);
        return embeddings;
    }

    public static float[] FeatureMaps(this InferenceModel model, float[] images, params int[] strides)
    {
        var maps = new float[images.Length / model.InputLength * strides.Sum(stride => model.FeatureMapShape(stride).Elements)];
        model.FeatureMaps(images, strides, maps);
        return maps;
    }

    public static bool SameBits(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other));

    /// <summary>Asserts that numbers are as expected, up to a fraction of the largest of them.</summary>
    public static void ShouldEqual(this IReadOnlyList<float> actual, IReadOnlyList<double> expected, double tolerance = 1e-5, string because = "")
    {
        actual.Count.Should().Be(expected.Count);
        var largest = expected.Max(Math.Abs);
        var difference = 0.0;
        for (var i = 0; i < expected.Count; i++)
            difference = double.IsNaN(actual[i]) ? double.NaN : Math.Max(difference, Math.Abs(actual[i] - expected[i]));
        (difference / largest).Should().BeLessThan(tolerance, because);
    }
}
