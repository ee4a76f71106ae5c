using System.Runtime.CompilerServices;
using static TorchSharp.torch;

// The generator of random numbers, the count of live tensors and the team of worker threads belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace MobileNets.Modules.Tests;

internal static class TestRun
{
    // One thread: sums run in one order on every machine, and a busy one is not slowed down by threads that wait for each other.
    [ModuleInitializer]
    internal static void Initialize() => set_num_threads(1);

    /// <summary>The count of live tensors without those that tests have forgotten: they must not go while another one counts.</summary>
    public static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
