using System.Diagnostics;

namespace MobileNets.Weights.Tests;

/// <summary>What a reader owes to whoever hands it a hostile file: the one exception, soon, with little memory.</summary>
internal static class Refusal
{
    // None takes a quarter of a second; the rest is for machines that are busy with other tests.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(2);
    private const long Memory = 64 << 20;

    public static WeightsFormatException Of(string fault, byte[] file)
    {
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        WeightsFormatException? refusal = null;
        try
        {
            PyTorchFile.Read(new MemoryStream(file), "net.pth");
        }
        catch (WeightsFormatException exception)
        {
            refusal = exception;
        }
        time.Elapsed.Should().BeLessThan(s_time, fault);
        (GC.GetAllocatedBytesForCurrentThread() - memory).Should().BeLessThan(Memory, fault);

        refusal.Should().NotBeNull(fault);
        refusal!.Origin.Should().Be("net.pth");
        refusal.Message.Should().StartWith($"net.pth, {refusal.Location}: expected ").And.Contain("found").And.EndWith(".").And.NotContain("\n");
        return refusal;
    }
}
