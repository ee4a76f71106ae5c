namespace MobileNets.Weights.Tests;

public sealed class DownloadCacheTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Fact]
    public void Locate_OwnVariable_ComesFirst()
    {
        var chosen = Path.Combine(Path.GetTempPath(), "chosen");

        Locate(("MOBILENETV2_CACHE", chosen), ("XDG_CACHE_HOME", Path.GetTempPath())).Should().Be(chosen);
    }

    [Fact]
    public void Locate_NoVariables_IsThePlatformsCache()
    {
        var expected = OperatingSystem.IsWindows() ? Path.Combine(Home, "AppData", "Local", "mobilenetv2", "cache")
            : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Caches", "mobilenetv2")
            : Path.Combine(Home, ".cache", "mobilenetv2");

        Locate().Should().Be(expected);
        Locate(("MOBILENETV2_CACHE", "")).Should().Be(expected);
    }

    [Fact]
    public void Locate_Xdg_CountsOnLinuxWhereItIsAbsolute()
    {
        if (!OperatingSystem.IsLinux())
            return;

        Locate(("XDG_CACHE_HOME", "/var/cache/user")).Should().Be("/var/cache/user/mobilenetv2");
        Locate(("XDG_CACHE_HOME", "relative")).Should().Be(Path.Combine(Home, ".cache", "mobilenetv2"));
    }

    private static string Locate(params (string Name, string Value)[] variables) =>
        DownloadCache.Locate(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
