using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>
/// Phases that a team runs one after the other. Whoever is free takes the next task, and a phase ends with its last task: nobody waits for a
/// thread that has none, as one that is still to be woken or has lost its processor.
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
        taken = new int[phases.Count];
        done = new int[phases.Count];
        if (!team.TryRun(this))
            throw new InvalidOperationException("A fused network runs one pass at a time.");
    }

    public void Run(WorkerTeam team, int member)
    {
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            for (int task; (task = Interlocked.Increment(ref taken[i]) - 1) < phase.Tasks;)
            {
                phase.Run(task, scratch[member].Pointer);
                Interlocked.Increment(ref done[i]);
            }
            team.Await(ref done[i], phase.Tasks);
        }
    }
}
