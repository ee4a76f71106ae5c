namespace MobileNets.Training.Data.Tests;

/// <summary>The files that tests/reference/data's script wrote with scipy.</summary>
internal static class ReferenceFiles
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", name);
}
