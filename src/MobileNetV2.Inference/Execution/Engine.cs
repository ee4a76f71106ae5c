using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Runs batches on a packed network: with the team of threads, or, where another caller has it, alone. The bits are the same.</summary>
internal sealed class Engine<T> : IEngine
    where T : unmanaged, INumber<T>
{
    // Beyond it, one image takes longer than reading the weights.
    private const long RehearsedMultAdds = 2_000_000_000;

    private readonly PackedNetwork<T> _network;
    private readonly WorkerTeam? _team;
    private readonly ExecutionPlan<T> _plan;
    private readonly ExecutionPlan<T> _teamPlan;
    private readonly Pool<Workspace<T>> _workspaces;
    private readonly Pool<Workspace<T>> _teamWorkspaces;
    private readonly Pool<BatchWork<T>> _batches;
    private readonly Lock _lifetime = new();
    private int _calls;
    private bool _disposed;

    /// <summary>Plans; workspaces come with the first call.</summary>
    /// <param name="network">The weights, which may be packed later.</param>
    /// <param name="kernels">What it is run with.</param>
    /// <param name="options">How to run it.</param>
    public Engine(PackedNetwork<T> network, LayerKernels<T> kernels, InferenceOptions options)
    {
        _network = network;
        _plan = _teamPlan = new ExecutionPlan<T>(network, options, members: 1);
        _workspaces = _teamWorkspaces = new Pool<Workspace<T>>(() => new Workspace<T>(_plan, kernels));
        if (options.Threads > 1)
        {
            _team = new WorkerTeam(options.Threads);
            _teamPlan = new ExecutionPlan<T>(network, options, options.Threads);
            _teamWorkspaces = new Pool<Workspace<T>>(() => new Workspace<T>(_teamPlan, kernels));
        }
        _batches = new Pool<BatchWork<T>>(() => new BatchWork<T>(_workspaces, _plan));
    }

    /// <summary>
    /// Packs weights and makes an engine of them. Meanwhile another thread runs an image, whatever the weights are by then: the first call finds
    /// its code compiled.
    /// </summary>
    /// <param name="plan">The network at its input size.</param>
    /// <param name="weights">Has the plan's entries.</param>
    /// <param name="kernels">What it is run with.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    public static Engine<T> Create(NetworkPlan plan, NetworkWeights<T> weights, LayerKernels<T> kernels, InferenceOptions options)
    {
        var network = new PackedNetwork<T>(plan);
        var engine = new Engine<T>(network, kernels, options);
        var rehearsal = Environment.ProcessorCount > 1 && plan.MultAdds <= RehearsedMultAdds ? Task.Run(() => engine.Rehearse(plan)) : Task.CompletedTask;
        try
        {
            network.Pack(weights);
        }
        catch
        {
            rehearsal.Wait();
            engine.Dispose();
            throw;
        }
        rehearsal.Wait();
        return engine;
    }

    /// <summary>What one image takes when all threads work on it.</summary>
    public long WorkspaceBytes => _teamPlan.WorkspaceBytes;

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

    private unsafe void Rehearse(NetworkPlan plan)
    {
        using var image = new AlignedBuffer(plan.Input.Elements);
        using var output = new AlignedBuffer(plan.Output.Elements);
        RunAlone(new ImageBatch
        {
            Images = image.Pointer,
            Count = 1,
            Shape = plan.Input,
            Logits = _network.Classifier is null ? null : output.Pointer,
            LastBlock = _network.HeadIndex,
        }, 0);
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
