namespace MobileNets.Weights;

/// <summary>Where downloaded weights are kept.</summary>
public static class DownloadCache
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string FolderVariable = "MOBILENETV2_CACHE";

    /// <summary>
    /// The folder that <c>MOBILENETV2_CACHE</c> names; without it the platform's: <c>%LOCALAPPDATA%\mobilenetv2\cache</c>,
    /// <c>~/Library/Caches/mobilenetv2</c>, or <c>mobilenetv2</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>. It need not exist yet.
    /// </summary>
    public static string Folder => Locate(Environment.GetEnvironmentVariable);

    internal static string Locate(Func<string, string?> variable)
    {
        if (variable(FolderVariable) is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mobilenetv2", "cache");

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Caches", "mobilenetv2");
        // The XDG base directory specification tells programs to ignore a relative path.
        return variable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg)
            ? Path.Combine(xdg, "mobilenetv2")
            : Path.Combine(home, ".cache", "mobilenetv2");
    }
}
