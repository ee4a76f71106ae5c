namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Files that the formats' own programs wrote, out of the tests' reference data.</summary>
internal static class RealFile
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Corpus", name));
}
