using System.Runtime.CompilerServices;

namespace MobileNets.Training.Data.Tests;

/// <summary>The files of tests/reference/data, found from this source file's place in the repository.</summary>
internal static class ReferenceFiles
{
    public static string PathOf(string name, [CallerFilePath] string thisFile = "")
        => Path.GetFullPath(Path.Combine(thisFile, "../../../reference/data", name));
}
