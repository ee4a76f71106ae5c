using System.Diagnostics;
using MobileNets.Modules;

namespace MobileNets.Benchmarks;

/// <summary>One of the programs that are compared.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Program">Starts it for a setting.</param>
internal sealed record Side(string Name, Func<Setting, ProcessStartInfo> Program)
{
    /// <summary>PyTorch as one gets it.</summary>
    public static Side Installed { get; } = Python("PyTorch", channelsLast: false, tunedMalloc: false);

    /// <summary>PyTorch, as it is installed and in every way that makes it faster.</summary>
    public static IReadOnlyList<Side> Peers { get; } =
    [
        Installed,
        Python("PyTorch, malloc tuned", channelsLast: false, tunedMalloc: true),
        Python("PyTorch, channels_last", channelsLast: true, tunedMalloc: false),
        Python("PyTorch, channels_last, malloc tuned", channelsLast: true, tunedMalloc: true),
    ];

    /// <summary>This repository's, in processes of this program.</summary>
    public static IReadOnlyList<Side> Ours(bool narrow) =>
    [
        Own("ours, fused", ComputeMode.Fused),
        .. narrow
            ? [Own("ours, fused, 256-bit", ComputeMode.Fused, ("DOTNET_EnableAVX512", "0")), Own("ours, fused, 128-bit", ComputeMode.Fused, ("DOTNET_PreferredVectorBitWidth", "128"))]
            : Array.Empty<Side>(),
        Own("ours, torch", ComputeMode.Torch),
    ];

    private static Side Python(string name, bool channelsLast, bool tunedMalloc) =>
        new(name, setting => Machine.Script("peer.py", [.. setting.Words, .. channelsLast ? new[] { "--channels-last" } : []], tunedMalloc));

    private static Side Own(string name, ComputeMode compute, params (string Name, string Value)[] environment) => new(name, setting =>
    {
        // Started as `dotnet StepBenchmark.dll`, this process is dotnet's.
        string[] host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Side).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. host, OurSteps.Command, $"{compute}", .. setting.Words]);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return start;
    });
}
