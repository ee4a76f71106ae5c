using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>
/// Phases that a team runs one after the other. A thread does its own share of the tasks, the same images in every phase, then what others
/// have not begun; a phase ends with its last task: nobody waits for a thread that has none, as one that is still to be woken or has lost its
/// processor.
/// </summary>
internal sealed unsafe class PhaseList(AlignedBuffer[] scratch) : ITeamWork
{
    private readonly List<Phase> phases = [];
    private int[] taken = [];
    private int[] done = [];

    public void Add(string name, int tasks, PhaseTask run) => phases.Add(new Phase(name, tasks, run));

    public void Add(string name, IReadOnlyList<Action> tasks) => Add(name, tasks.Count, (task, _) => tasks[task]());

    public void RunBy(WorkerTeam team)
    {
        taken = new int[phases.Count * scratch.Length];
        done = new int[phases.Count];
        if (!team.TryRun(this))
            throw new InvalidOperationException("A fused network runs one pass at a time.");
    }

    public void Run(WorkerTeam team, int member)
    {
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            for (var turn = 0; turn < scratch.Length; turn++)
            {
                // What a thread wrote in the last phase is in its own caches; cores need not share one.
                var owner = (member + turn) % scratch.Length;
                var (first, end) = (phase.Tasks * owner / scratch.Length, phase.Tasks * (owner + 1) / scratch.Length);
                ref var begun = ref taken[owner * phases.Count + i];
                for (int task; Volatile.Read(ref begun) < end - first && (task = first + Interlocked.Increment(ref begun) - 1) < end;)
                {
                    phase.Run(task, scratch[member].Pointer);
                    Interlocked.Increment(ref done[i]);
                }
            }
            team.Await(ref done[i], phase.Tasks);
        }
    }
}
