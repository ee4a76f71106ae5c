using System.Diagnostics;

namespace MobileNets.Weights.Fuzz;

/// <summary>What a reader did with one input.</summary>
internal readonly record struct FuzzOutcome(bool Accepted, TimeSpan Time, long Allocated, string? Problem)
{
    private const int MaximumMessageCharacters = 2000;
    private const long FreeAllocation = 16 << 20;
    private const int AllocationFactor = 32;

    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that reading and checking an input may allocate in all.</summary>
    public static long AllowedAllocation(int inputLength) => FreeAllocation + (long)AllocationFactor * inputLength;

    /// <summary>Runs the reader, once more if it was slow: slow once may be the machine.</summary>
    public static FuzzOutcome Of(FuzzTarget target, byte[] input)
    {
        var outcome = Once(target, input);
        if (outcome.Time > MaximumTime)
            outcome = Once(target, input);
        if (outcome.Problem is null && outcome.Time > MaximumTime)
            return outcome with { Problem = $"took {outcome.Time.TotalSeconds:F1} s" };
        if (outcome.Problem is null && outcome.Allocated > AllowedAllocation(input.Length))
            return outcome with { Problem = $"allocated {outcome.Allocated} bytes for {input.Length}" };
        return outcome;
    }

    private static FuzzOutcome Once(FuzzTarget target, byte[] input)
    {
        var accepted = false;
        string? problem = null;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        try
        {
            target.Read(input);
            accepted = true;
        }
        catch (WeightsFormatException refusal)
        {
            if (refusal.Message.Length > MaximumMessageCharacters || refusal.Message.Any(char.IsControl))
                problem = $"refused in more than one short line: {refusal.Message}";
        }
        catch (Exception exception)
        {
            problem = exception.ToString();
        }
        return new FuzzOutcome(accepted, Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated, problem);
    }
}
