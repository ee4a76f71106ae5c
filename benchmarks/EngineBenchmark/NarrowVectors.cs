using System.Diagnostics;

namespace MobileNets.Benchmarks;

/// <summary>
/// Repeats a comparison in processes whose .NET has narrower vectors. ONNX Runtime chooses its kernels by the processor and keeps its
/// widest, so these ratios tell what a machine without such vectors loses on our side only.
/// </summary>
internal static class NarrowVectors
{
    private static readonly (string Name, string[] Words, string[] SwitchedOff)[] s_kinds =
    [
        ("the widest vectors there are", [], []),
        ("256-bit vectors: AVX2", [], ["DOTNET_EnableAVX512"]),
        ("128-bit vectors with fused multiply-add, as ARM64 has them", ["--kernels", "128-bit"], []),
        ("128-bit vectors without it: x64 before AVX2", [], ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2"]),
    ];

    public static void Run(string[] arguments)
    {
        foreach (var (name, words, switchedOff) in s_kinds)
        {
            Console.WriteLine($"\n{name}");
            var start = new ProcessStartInfo(Environment.ProcessPath!, [.. HostArguments(), .. arguments.Where(word => word != "--narrow"), .. words]);
            foreach (var variable in switchedOff)
                start.Environment[variable] = "0";
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
