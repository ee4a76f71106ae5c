using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Kernels;

/// <summary>One pass of an optimiser over the memory of many parameters, dealt out evenly to a team whatever their sizes.</summary>
/// <typeparam name="TRule">What it does with each number.</typeparam>
/// <param name="calls">The parameters.</param>
/// <param name="rule">The optimiser with its numbers.</param>
public sealed unsafe class ParameterUpdate<TRule>(IReadOnlyList<UpdateCall> calls, TRule rule) : ITeamWork
    where TRule : struct, IUpdateRule
{
    // Less than a sleeping thread takes to wake.
    private const long WorthATeam = 1 << 16;

    private readonly long length = calls.Sum(call => (long)call.Length);

    /// <summary>Updates all parameters; the bits do not depend on the team.</summary>
    /// <param name="team">Who does it; the caller alone where there is little to do or the team is at work already.</param>
    public void Run(WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (length < WorthATeam || !team.TryRun(this))
            Update(0, length);
    }

    void ITeamWork.Run(WorkerTeam team, int member) => Update(length * member / team.Members, length * (member + 1) / team.Members);

    // From and to: positions in the numbers of all parameters, one after another.
    private void Update(long from, long to)
    {
        foreach (var call in calls)
        {
            Update(call, (nint)Math.Max(from, 0), (nint)Math.Min(to, call.Length));
            from -= call.Length;
            to -= call.Length;
        }
    }

    // Fast from the first step on: most parameters are too short for the runtime to notice their loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(in UpdateCall call, nint from, nint to)
    {
        var i = from;
        for (; i <= to - Vector<float>.Count; i += Vector<float>.Count)
            Update(call, i, Vector<float>.Count);
        if (i < to)
            Update(call, i, (int)(to - i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(in UpdateCall call, nint at, int lanes)
    {
        var parameter = Load(call.Parameter, at, lanes);
        var first = Load(call.First, at, lanes);
        var second = Load(call.Second, at, lanes);
        rule.Apply(Load(call.Gradient, at, lanes) + parameter * call.WeightDecay, ref parameter, ref first, ref second);
        Store(parameter, call.Parameter, at, lanes);
        Store(first, call.First, at, lanes);
        Store(second, call.Second, at, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(float* source, nint at, int lanes) =>
        source == null ? Vector<float>.Zero
        : lanes == Vector<float>.Count ? Vector.Load(source + at)
        : LoadSome(source + at, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, float* target, nint at, int lanes)
    {
        if (target == null)
            return;
        if (lanes == Vector<float>.Count)
            value.Store(target + at);
        else
            StoreSome(value, target + at, lanes);
    }

    private static Vector<float> LoadSome(float* source, int lanes)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        padded.Clear();
        new ReadOnlySpan<float>(source, lanes).CopyTo(padded);
        return new Vector<float>(padded);
    }

    private static void StoreSome(Vector<float> value, float* target, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            target[lane] = value[lane];
    }
}
