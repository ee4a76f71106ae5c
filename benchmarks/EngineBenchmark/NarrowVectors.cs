using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>
/// Repeats a comparison in processes whose .NET has narrower vectors. ONNX Runtime chooses its kernels by the processor and keeps its
/// widest, so these ratios tell what a machine without such vectors loses on our side only.
/// </summary>
internal static class NarrowVectors
{
    private static readonly (string Name, (string Variable, string Value)[] Environment)[] s_kinds =
    [
        ("512-bit vectors, or the widest there are", []),
        ("256-bit vectors (AVX2)", [("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")]),
        ("128-bit vectors", [("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0"), ("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableAVX", "0")]),
    ];

    public static void Run(string[] arguments)
    {
        foreach (var (name, environment) in s_kinds)
        {
            Console.WriteLine($"\n{name}");
            var start = new ProcessStartInfo(Environment.ProcessPath!, [.. HostArguments(), .. arguments.Where(word => word != "--narrow")]);
            foreach (var (variable, value) in environment)
                start.Environment[variable] = value;
            using var process = Process.Start(start)!;
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException("A process with narrower vectors failed; its complaint is above.");
        }
    }

    // Started as `dotnet EngineBenchmark.dll`, the process is dotnet's.
    private static string[] HostArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(NarrowVectors).Assembly.Location] : [];
}
