using MobileNets.Architecture;
using MobileNets.FusedTraining;
using MobileNets.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules;

/// <summary>A network's features and average pool, computed as one operation while they are as planned.</summary>
internal sealed unsafe class FusedTrunk : IDisposable
{
    private const int FewestViewed = 8192;

    private readonly FeatureModules _modules;
    private readonly string? _planObstacle;
    private readonly Lock _lock = new();
    private readonly List<HeldPass> _held = [];
    private readonly List<FusedNetwork> _retired = [];
    private FusedNetwork? _network;
    private int _threads;
    private int _mostHeld;
    private bool _isDisposed;

    /// <param name="plan">What <paramref name="features"/> were built from.</param>
    /// <param name="features">The features, untouched yet; they stay the caller's.</param>
    public FusedTrunk(NetworkPlan plan, Sequential features)
    {
        var blocks = plan.Blocks.Where(block => block.Kind is not (BlockKind.Pooling or BlockKind.Classifier)).ToList();
        Plan = new NetworkPlan(plan.Name, blocks);
        EmbeddingLength = Plan.Output.Channels;
        _modules = new FeatureModules(Plan, features);
        _planObstacle = FusedNetwork.Obstacle(Plan);
    }

    /// <summary>The features' blocks.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>Numbers in an image's embedding.</summary>
    public int EmbeddingLength { get; }

    /// <summary>The convolutions with their batch norms, in execution order.</summary>
    public IReadOnlyList<FeatureLayer> Layers => _modules.Layers;

    /// <summary>What keeps a training step on these images from running here; null where nothing does.</summary>
    public string? Obstacle(Tensor images) => _planObstacle ?? _modules.Obstacle(images);

    /// <summary>[N, C, H, W] → the embedding [N, E], recorded in torch's graph where gradients are.</summary>
    public Tensor Embed(Tensor images)
    {
        FusedFeatures.FreeHandedOut();
        using var contiguous = images.contiguous();
        using var views = NewDisposeScope();
        object[] tensors = [contiguous, .. Layers.SelectMany(layer => (Tensor[])[View(layer.Convolution.weight), layer.Norm.weight!, layer.Norm.bias!])];
        var wanted = Array.ConvertAll(tensors, tensor => ((Tensor)tensor).requires_grad);
        var step = new FusedStep(this, wanted, is_grad_enabled() && wanted.Contains(true));
        try
        {
            return FusedFeatures.apply([step, .. tensors]).MoveToOuterDisposeScope();
        }
        finally
        {
            step.Raw?.Dispose();
        }
    }

    /// <summary>Runs a step's forward. The memory of steps that are done or forgotten is used again.</summary>
    /// <returns>The activations for its backward; null unless they are kept.</returns>
    public HeldPass? Forward(FusedStep step, float* images, int count, int height, int width, FusedLayer[] layers, bool keep, float* embedding)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            GiveBack();
            // A forgotten step's graph goes when the collector finds its tensors; it cannot know how much memory hangs on them.
            for (var i = 0; i < 2 && _held.Count > 0 && _held.Count >= _mostHeld; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GiveBack();
            }
            var network = Network();
            OpenMPThreads.Rest();
            if (network.Forward(images, count, height, width, layers, keep, embedding) is not { } pass)
                return null;
            var held = new HeldPass(step, network, pass);
            _held.Add(held);
            _mostHeld = Math.Max(_mostHeld, _held.Count);
            return held;
        }
    }

    /// <summary>Frees all memory. A backward that is still to come falls back to torch's operators.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            foreach (var held in _held)
                held.TryGiveBack(evenIfNeeded: true);
            _held.Clear();
            GiveBack();
            _network?.Dispose();
        }
    }

    // Torch takes a gradient over as a parameter's own where nobody else has hold of it, and copies it otherwise. FusedFeatures' are still held
    // by their .NET objects then; a view's backward makes torch an object of its own. Not worth it for small ones.
    private static Tensor View(Parameter weight) => weight.numel() < FewestViewed ? weight : weight.view(weight.shape);

    private void GiveBack()
    {
        _held.RemoveAll(held => held.TryGiveBack());
        foreach (var network in _retired.Where(network => !_held.Exists(held => held.Network == network)).ToList())
        {
            network.Dispose();
            _retired.Remove(network);
        }
    }

    // The one for torch's present number of threads.
    private FusedNetwork Network()
    {
        if (_network is not null && _threads != get_num_threads())
        {
            _retired.Add(_network);
            _network = null;
        }
        _threads = get_num_threads();
        return _network ??= new FusedNetwork(Plan, _threads);
    }
}
