using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MobileNets.Benchmarks;

/// <summary>ONNX Runtime's native library, out of the npm package that ships it; fetched on first use, never committed.</summary>
internal static class OrtLibrary
{
    private const string Package = "onnxruntime-node@1.30.0";

    /// <summary>The library's path.</summary>
    /// <exception cref="PlatformNotSupportedException">npm is missing or failed, or the package has no library for this machine.</exception>
    public static string Find()
    {
        var folder = Path.Combine(Repository.Artifacts, "onnxruntime-1.30.0");
        var binaries = Path.Combine(folder, "node_modules", "onnxruntime-node", "bin");
        if (!Directory.Exists(binaries))
            Install(folder);
        var machine = Path.Combine(SystemName, RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        return Directory.EnumerateFiles(binaries, "*onnxruntime.*", SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetDirectoryName(file)!.EndsWith(machine, StringComparison.Ordinal) && file.Contains(Extension, StringComparison.Ordinal))
            ?? throw new PlatformNotSupportedException($"{Package} has no library for {machine}.");
    }

    private static string SystemName => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static string Extension => OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    private static void Install(string folder)
    {
        Console.Error.WriteLine($"Fetching {Package} (110 MB) into {folder} ...");
        Directory.CreateDirectory(folder);
        // The package's own script would fetch GPU libraries.
        string[] words = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder, Package];
        try
        {
            var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", "npm", .. words]) : new ProcessStartInfo("npm", words);
            start.RedirectStandardOutput = true;
            using var npm = Process.Start(start)!;
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            if (npm.ExitCode != 0)
                throw new PlatformNotSupportedException($"npm could not install {Package}; its complaint is above.");
        }
        catch (Win32Exception)
        {
            throw new PlatformNotSupportedException(
                $"npm is missing, which fetches ONNX Runtime ({Package}); install it (Debian, Ubuntu: apt-get install --no-install-recommends npm).");
        }
    }
}
