using System.Runtime.CompilerServices;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>The memory of one image's way through the network, used by one call at a time.</summary>
internal sealed unsafe class Workspace(ExecutionPlan plan, KernelSet kernels) : ITeamWork, IDisposable
{
    private readonly AlignedBuffer _memory = new(plan.WorkspaceFloats);
    private ImageTask _task;
    private int _steps;

    /// <summary>Says what to run.</summary>
    /// <param name="task">The image.</param>
    /// <param name="steps">How many of the plan's steps.</param>
    public void Prepare(in ImageTask task, int steps) => (_task, _steps) = (task, steps);

    /// <summary>Does one member's part; without a team that is everything.</summary>
    /// <param name="team">A team of as many members as the plan has, or null where that is one.</param>
    /// <param name="member">Whose part.</param>
    [SkipLocalsInit]
    public void Run(WorkerTeam? team, int member)
    {
        for (var i = 0; i < _steps; i++)
        {
            if (i > 0)
                team?.Barrier(member);
            var step = plan.Steps[i];
            step.Segment.Run(new SegmentRun
            {
                Kernels = kernels,
                Task = _task,
                Input = _memory.Pointer + step.InputOffset,
                Output = _memory.Pointer + step.OutputOffset,
                Scratch = _memory.Pointer + step.ScratchOffset,
                Zeros = _memory.Pointer,
                Team = team,
                Member = member,
                Members = plan.Members,
            });
        }
    }

    void ITeamWork.Run(WorkerTeam team, int member) => Run(team, member);

    public void Dispose() => _memory.Dispose();
}
