using System.Runtime.CompilerServices;
using static TorchSharp.torch;

// The generator of random numbers and the number of threads belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace MobileNets.FusedTraining.Tests;

internal static class TestRun
{
    // One thread: sums run in one order on every machine, and a busy one is not slowed down by threads that wait for each other.
    [ModuleInitializer]
    internal static void Initialize() => set_num_threads(1);
}
