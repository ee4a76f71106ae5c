using MobileNets.Kernels;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>What becomes of the threads that torch's parallel operators start, as the kernel lists them. Debian's libtorch and TorchSharp's for Linux use libgomp.</summary>
public sealed class OpenMPThreadsTests
{
    private const int TorchThreads = 4;
    private const string Name = "torchs-threads"; // new threads take over their maker's name

    [Fact]
    public void Rest_AfterParallelOperator_EndsItsThreadsUntilTheNext()
    {
        var counts = new List<int>();
        var results = new List<float>();
        var thread = new Thread(() =>
        {
            set_num_threads(TorchThreads);
            var before = Named(); // this one, and those of the library for matrices
            using var numbers = ones(1 << 20);
            for (var time = 0; time < 2; time++)
            {
                using var sum = numbers.add_(1).sum();
                results.Add(sum.item<float>());
                counts.Add(Named() - before);
                OpenMPThreads.Rest();
                SpinWait.SpinUntil(() => Named() == before, TimeSpan.FromSeconds(10));
                counts.Add(Named() - before);
            }
            set_num_threads(1);
        }) { Name = Name };
        thread.Start();
        thread.Join();
        set_num_threads(1);

        counts.Should().Equal(TorchThreads - 1, 0, TorchThreads - 1, 0);
        results.Should().Equal(2 << 20, 3 << 20);
    }

    private static int Named() =>
        Directory.GetDirectories("/proc/self/task").Count(task => File.Exists($"{task}/comm") && File.ReadAllText($"{task}/comm").TrimEnd() == Name);
}
