namespace MobileNets.Kernels.Tests;

/// <summary>
/// The names of the kernel sets that this machine supports, to compare with the scalar definition: its own, and as it would have them if it did
/// and if it did not compute vectors of 512 bits in halves.
/// </summary>
public sealed class VectorSets : TheoryData<string>
{
    private static readonly Dictionary<string, KernelSet> s_sets = Find();

    public VectorSets()
    {
        foreach (var name in s_sets.Keys)
            Add(name);
    }

    public static KernelSet Named(string name) => s_sets[name];

    private static Dictionary<string, KernelSet> Find()
    {
        var sets = KernelSet.Supported.ToDictionary(set => set.Name);
        foreach (var splits in new[] { false, true })
            if (KernelSet.FindSupported(splits) is [{ Name: "512-bit" } widest, ..])
                sets.Add($"512-bit, {(splits ? "split" : "whole")}", widest);
        return sets;
    }
}
