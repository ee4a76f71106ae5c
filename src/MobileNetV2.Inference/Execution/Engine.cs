using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>Runs batches on a packed network: with the team of threads, or, where another caller has it, alone. The bits are the same.</summary>
internal sealed class Engine : IDisposable
{
    private readonly PackedNetwork _network;
    private readonly WorkerTeam? _team;
    private readonly ExecutionPlan _plan;
    private readonly ExecutionPlan _teamPlan;
    private readonly Pool<Workspace> _workspaces;
    private readonly Pool<Workspace> _teamWorkspaces;
    private readonly Pool<BatchWork> _batches;
    private readonly Lock _lifetime = new();
    private int _calls;
    private bool _disposed;

    /// <summary>Plans; workspaces come with the first call.</summary>
    /// <param name="network">The network, which the engine then owns.</param>
    /// <param name="options">How to run it.</param>
    public Engine(PackedNetwork network, InferenceOptions options)
    {
        _network = network;
        _plan = _teamPlan = new ExecutionPlan(network, options, members: 1);
        _workspaces = _teamWorkspaces = new Pool<Workspace>(() => new Workspace(_plan, options.Kernels));
        if (options.Threads > 1)
        {
            _team = new WorkerTeam(options.Threads);
            _teamPlan = new ExecutionPlan(network, options, options.Threads);
            _teamWorkspaces = new Pool<Workspace>(() => new Workspace(_teamPlan, options.Kernels));
        }
        _batches = new Pool<BatchWork>(() => new BatchWork(_workspaces, _plan));
    }

    /// <summary>What one image takes when all threads work on it.</summary>
    public long WorkspaceBytes => _teamPlan.WorkspaceFloats * sizeof(float);

    /// <summary>What the packed weights take.</summary>
    public long WeightBytes => _network.Bytes;

    /// <summary>Runs a batch.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two images.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public void Run(in ImageBatch batch, CancellationToken cancellation)
    {
        Enter();
        try
        {
            // Whole rounds of an image a thread; on those left over all threads work together.
            var apart = _team is null ? batch.Count : batch.Count - batch.Count % _team.Members;
            if (apart > 0)
                RunApart(batch, apart, cancellation);
            for (var image = apart; image < batch.Count; image++)
            {
                cancellation.ThrowIfCancellationRequested();
                RunTogether(batch, image);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Frees memory and threads, at once or when the last call that is under way has ended.</summary>
    public void Dispose()
    {
        lock (_lifetime)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_calls > 0)
                return;
        }
        Free();
    }

    private void RunApart(in ImageBatch batch, int count, CancellationToken cancellation)
    {
        var work = _batches.Rent();
        try
        {
            work.Prepare(batch, count, cancellation);
            if (_team?.TryRun(work) != true)
                work.Run();
        }
        finally
        {
            _batches.Return(work);
        }
    }

    private void RunTogether(in ImageBatch batch, int image)
    {
        var workspace = _teamWorkspaces.Rent();
        try
        {
            workspace.Prepare(batch[image], _teamPlan.StepsUpTo(batch.LastBlock));
            if (_team!.TryRun(workspace))
                return;
        }
        finally
        {
            _teamWorkspaces.Return(workspace);
        }
        RunAlone(batch, image);
    }

    private void RunAlone(in ImageBatch batch, int image)
    {
        var workspace = _workspaces.Rent();
        try
        {
            workspace.Prepare(batch[image], _plan.StepsUpTo(batch.LastBlock));
            workspace.Run(team: null, member: 0);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    private void Enter()
    {
        lock (_lifetime)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(InferenceModel));
            _calls++;
        }
    }

    private void Leave()
    {
        lock (_lifetime)
            if (--_calls > 0 || !_disposed)
                return;
        Free();
    }

    private void Free()
    {
        _team?.Dispose();
        _workspaces.Dispose();
        _teamWorkspaces.Dispose();
        _network.Dispose();
    }
}
