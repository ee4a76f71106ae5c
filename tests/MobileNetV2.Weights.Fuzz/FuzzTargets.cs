using MobileNets.Weights.Fuzz.Targets;

namespace MobileNets.Weights.Fuzz;

/// <summary>Every reader of the library.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
        [new SafetensorsTarget(), new TorchSharpTarget(), new NumpyTarget(), new PyTorchZipTarget(), new PyTorchLegacyTarget()];
}
