using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>Phases that a team runs one after the other. Whoever is free takes the next task, so that a thread without a processor delays little.</summary>
internal sealed unsafe class PhaseList(AlignedBuffer[] scratch) : ITeamWork
{
    private readonly List<Phase> phases = [];
    private int[] taken = [];

    public void Add(string name, int tasks, PhaseTask run) => phases.Add(new Phase(name, tasks, run));

    public void RunBy(WorkerTeam team)
    {
        taken = new int[phases.Count];
        if (!team.TryRun(this))
            throw new InvalidOperationException("A fused network runs one pass at a time.");
    }

    public void Run(WorkerTeam team, int member)
    {
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            for (int task; (task = Interlocked.Increment(ref taken[i]) - 1) < phase.Tasks;)
                phase.Run(task, scratch[member].Pointer);
            team.Barrier(member);
        }
    }
}
