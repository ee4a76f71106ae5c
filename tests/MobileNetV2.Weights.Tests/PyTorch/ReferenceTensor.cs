using System.Text.Json;

namespace MobileNets.Weights.Tests;

/// <summary>A tensor as NumPy laid it out, from the <c>expected.json</c> that the reference script wrote.</summary>
internal sealed record ReferenceTensor(string Name, string Type, long[] Shape, byte[] Bytes)
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "PyTorch", "Reference", file);

    public static List<ReferenceTensor> Of(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf("expected.json")));
        return [.. document.RootElement.GetProperty(file).EnumerateArray().Select(tensor => new ReferenceTensor(
            tensor.GetProperty("name").GetString()!,
            tensor.GetProperty("type").GetString()!,
            [.. tensor.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64())],
            Convert.FromHexString(tensor.GetProperty("hex").GetString()!)))];
    }
}
