using System.Text.Json;

namespace MobileNets.Training.Recipe.Tests;

/// <summary>The numbers that tests/reference/recipe's script got from PyTorch.</summary>
internal static class RecipeReference
{
    private static readonly Lazy<JsonElement> s_root = new(() => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "recipe.json"))).RootElement);

    public static JsonElement Section(string name) => s_root.Value.GetProperty(name);

    public static IEnumerable<JsonElement> Cases(this JsonElement section) => section.GetProperty("cases").EnumerateArray();

    public static TrainingOptions Options(this JsonElement element) => TrainingOptions.FromJson(element.GetProperty("options").GetRawText());

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    public static double[][] Rows(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(row => row.Numbers())];

    public static long[] Integers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];

    /// <summary>Holds every number against the reference: absolutely below 1, relatively above.</summary>
    public static void ShouldBeClose(this IReadOnlyList<double> actual, IReadOnlyList<double> expected, double tolerance, string because = "")
    {
        actual.Should().HaveSameCount(expected, because);
        for (var i = 0; i < actual.Count; i++)
            actual[i].Should().BeApproximately(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"number {i} {because}");
    }
}
