namespace MobileNets.Benchmarks;

/// <summary>Where the repository is that this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Artifacts => Path.Combine(Root, "artifacts");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "MobileNetV2.sln")))
                return folder;
        throw new DirectoryNotFoundException("This program must be started from where it was built, inside the repository.");
    }
}
