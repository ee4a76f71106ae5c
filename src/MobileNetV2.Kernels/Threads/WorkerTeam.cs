using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MobileNets.Kernels;

/// <summary>
/// Threads that do one piece of work at a time together, in phases that may be as short as microseconds. The caller is member 0; the
/// others are background threads: they start with the first run, look out for the next one for some 50 µs, and then sleep.
/// A run allocates nothing.
/// </summary>
public sealed class WorkerTeam : IDisposable
{
    private const int PausesBeforeYielding = 1000;

    // Two cache lines, as processors fetch them in pairs.
    private const int IntsBetweenMembers = 32;

    private static readonly long LookOutTicks = Stopwatch.Frequency / 20_000;

    private readonly List<Thread> threads = [];
    private readonly object bed = new();
    private readonly int[] barriersReached;
    private ITeamWork? work;
    private ExceptionDispatchInfo? failure;
    private bool disposed;
    private int busy;
    private int runs;
    private int sleeping;
    private int unfinished;

    /// <summary>Creates a team; its threads start with its first run.</summary>
    /// <param name="members">How many threads work, the caller's included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no members.</exception>
    public WorkerTeam(int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        Members = members;
        barriersReached = new int[(members + 1) * IntsBetweenMembers];
    }

    /// <summary>How many threads work, the caller's included.</summary>
    public int Members { get; }

    /// <summary>
    /// Runs work on all members and returns when every one is done. An exception in one of them ends the waiting of the others at
    /// barriers and is thrown here; the team stays usable.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <returns>False, at once and with nothing done, where the team is at work already.</returns>
    /// <exception cref="ObjectDisposedException">The team is disposed.</exception>
    public bool TryRun(ITeamWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Interlocked.CompareExchange(ref busy, 1, 0) != 0)
            return false;

        ExceptionDispatchInfo? failed;
        try
        {
            StartMissingThreads();
            Array.Clear(barriersReached);
            this.work = work;
            unfinished = Members - 1;
            Interlocked.Increment(ref runs);
            if (Volatile.Read(ref sleeping) > 0)
                WakeAll();
            RunPart(0);
            for (var pauses = 0; Volatile.Read(ref unfinished) > 0; pauses++)
                Pause(pauses);
            failed = failure;
        }
        finally
        {
            this.work = null;
            failure = null;
            Volatile.Write(ref busy, 0);
        }
        failed?.Throw();
        return true;
    }

    /// <summary>Waits until every member has come to this barrier; called from the work by all of them equally often.</summary>
    /// <param name="member">Who has come.</param>
    public void Barrier(int member)
    {
        var barrier = barriersReached[Slot(member)] + 1;
        // A full fence: what was written before is seen by the others before they see this.
        Interlocked.Exchange(ref barriersReached[Slot(member)], barrier);
        for (var other = 0; other < Members; other++)
            Await(ref barriersReached[Slot(other)], barrier);
    }

    /// <summary>Waits until a counter that members of the team raise has come to a number; called from the work.</summary>
    /// <param name="counter">What is raised, interlocked.</param>
    /// <param name="number">What it has to come to at least.</param>
    public void Await(ref int counter, int number)
    {
        for (var pauses = 0; Volatile.Read(ref counter) < number; pauses++)
        {
            if (Volatile.Read(ref failure) != null)
                throw new TeamFailedException();
            Pause(pauses);
        }
    }

    /// <summary>Ends the threads, after the work that they are at; not to be called from that work.</summary>
    public void Dispose()
    {
        for (var pauses = 0; Interlocked.CompareExchange(ref busy, 1, 0) != 0; pauses++)
        {
            if (disposed)
                return;
            Pause(pauses);
        }
        disposed = true;
        Interlocked.Increment(ref runs);
        WakeAll();
        foreach (var thread in threads)
            thread.Join();
    }

    private static int Slot(int member) => (member + 1) * IntsBetweenMembers;

    // Pausing only is quickest; but where threads outnumber processors, whoever is waited for may need this one.
    private static void Pause(int pauses)
    {
        if (pauses < PausesBeforeYielding)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    private void StartMissingThreads()
    {
        while (threads.Count < Members - 1)
        {
            var (member, seen) = (threads.Count + 1, runs);
            var thread = new Thread(() => Serve(member, seen)) { IsBackground = true, Name = $"{nameof(WorkerTeam)} {member}" };
            thread.UnsafeStart();
            threads.Add(thread);
        }
    }

    private void Serve(int member, int seen)
    {
        while (true)
        {
            seen = AwaitRunAfter(seen);
            if (disposed)
                return;
            RunPart(member);
            Interlocked.Decrement(ref unfinished);
        }
    }

    private int AwaitRunAfter(int seen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < LookOutTicks)
        {
            var run = Volatile.Read(ref runs);
            if (run != seen)
                return run;
            Thread.SpinWait(1);
        }
        lock (bed)
        {
            // Said before looking again: a caller either sees someone asleep or is seen here.
            Interlocked.Increment(ref sleeping);
            while (Volatile.Read(ref runs) == seen)
                Monitor.Wait(bed);
            Interlocked.Decrement(ref sleeping);
            return runs;
        }
    }

    private void WakeAll()
    {
        lock (bed)
            Monitor.PulseAll(bed);
    }

    private void RunPart(int member)
    {
        try
        {
            work!.Run(this, member);
        }
        catch (Exception exception)
        {
            // The first counts: the others are its consequences.
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }
}
