using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>Several images at a time, each on one thread: members take the next one that nobody has.</summary>
internal sealed class BatchWork(Pool<Workspace> workspaces, ExecutionPlan plan) : ITeamWork
{
    private ImageBatch _batch;
    private CancellationToken _cancellation;
    private int _end;
    private int _steps;
    private int _taken;

    /// <summary>Says what to run.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="count">How many of them, from the first on.</param>
    /// <param name="cancellation">Ends the work between two images.</param>
    public void Prepare(in ImageBatch batch, int count, CancellationToken cancellation)
    {
        (_batch, _end, _cancellation, _taken) = (batch, count, cancellation, 0);
        _steps = plan.StepsUpTo(batch.LastBlock);
    }

    /// <summary>Takes images until none is left.</summary>
    public void Run()
    {
        var workspace = workspaces.Rent();
        try
        {
            for (var image = Interlocked.Increment(ref _taken) - 1; image < _end; image = Interlocked.Increment(ref _taken) - 1)
            {
                _cancellation.ThrowIfCancellationRequested();
                workspace.Prepare(_batch[image], _steps);
                workspace.Run(team: null, member: 0);
            }
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    void ITeamWork.Run(WorkerTeam team, int member) => Run();
}
