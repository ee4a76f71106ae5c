namespace SystemTorch.Tests.PublicSurface;

/// <summary>Whatever compiles against SystemTorch has to compile against TorchSharp: its surface may be smaller, never different.</summary>
public class PublicSurfaceTests
{
    /// <summary>Lines that may differ from TorchSharp's, each with the reason why no source can come to depend on it.</summary>
    private static readonly Dictionary<string, string> Explained = [];

    private static readonly TorchSharpListing Listing = TorchSharpListing.Load();

    private static readonly Type[] Types =
        [.. SurfaceLister.VisibleTypes(typeof(TorchSharp.torch).Assembly).Where(type => !IsOurOwn(type))];

    [Fact]
    public void Members_OfSystemTorch_AreTorchSharps()
    {
        var mismatches = Listing.Missing(Types.SelectMany(SurfaceLister.List))
            .Where(mismatch => !Explained.ContainsKey(mismatch.Line))
            .ToList();

        Assert.True(mismatches.Count == 0,
            $"{mismatches.Count} members differ from TorchSharp 0.107.0:\n{string.Join('\n', mismatches)}");
    }

    [Fact]
    public void Namespaces_OfSystemTorch_AreTorchSharps()
    {
        var misplaced = Types.Where(type => !type.IsNested)
            .Select(type => (Type: type, Expected: Listing.NamespaceOf(SurfaceLister.TypeName(type))))
            .Where(pair => pair.Expected is not null && pair.Expected != pair.Type.Namespace)
            .Select(pair => $"{pair.Type.FullName} belongs into {pair.Expected}");

        misplaced.Should().BeEmpty();
    }

    [Fact]
    public void ExplainedLines_AreStillNeeded() =>
        Explained.Keys.Except(Listing.Missing(Types.SelectMany(SurfaceLister.List)).Select(mismatch => mismatch.Line))
            .Should().BeEmpty();

    private static bool IsOurOwn(Type type) =>
        type.Namespace == "SystemTorch" || type.Namespace?.StartsWith("SystemTorch.", StringComparison.Ordinal) == true;
}
