using System.Diagnostics;

namespace MobileNets.Cli.Commands;

/// <summary>The native libraries that this process has loaded.</summary>
internal static class NativeLibraries
{
    // Debian keeps each BLAS in a folder of its own, under the same file name.
    private static readonly (string Part, string Name)[] s_blas =
    [
        ("openblas", "OpenBLAS"),
        ("mkl", "Intel MKL"),
        ("blis", "BLIS"),
        ("Accelerate", "Accelerate"),
        ("blas", "the reference BLAS; slow, install OpenBLAS (Debian/Ubuntu: sudo apt-get install libopenblas0-openmp)"),
    ];

    /// <summary>The path of a loaded library by a part of it, or null.</summary>
    public static string? Find(string part) => LoadedFiles().FirstOrDefault(file => file.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Which library multiplies matrices for torch.</summary>
    public static string DescribeBlas()
    {
        // An implementation's folder holds its LAPACK as well.
        string[] files = [.. LoadedFiles().Where(file => !file.Contains("lapack", StringComparison.OrdinalIgnoreCase))];
        foreach (var (part, name) in s_blas)
            if (Array.Find(files, file => file.Contains(part, StringComparison.OrdinalIgnoreCase)) is { } file)
                return $"{name}, {file}";
        return "built into libtorch";
    }

    private static List<string> LoadedFiles()
    {
        using var process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)];
    }
}
