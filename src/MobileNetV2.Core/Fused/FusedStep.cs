using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.FusedTraining;
using MobileNets.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules;

/// <summary>One forward of the fused features and what its backward needs.</summary>
/// <param name="trunk">What it runs on.</param>
/// <param name="wanted">Which of images and parameters get a gradient.</param>
/// <param name="keep">Whether a backward may follow.</param>
internal sealed unsafe class FusedStep(FusedTrunk trunk, bool[] wanted, bool keep)
{
    private readonly FusedLayer[] _layers = [.. trunk.Layers.Select(Settings)];
    private HeldPass? _held;

    /// <summary>The result as the function made it, before torch wrapped it; it is the caller's.</summary>
    public Tensor? Raw { get; private set; }

    /// <summary>Running mean and variance of the batch norms that use them: the backward depends on them, too.</summary>
    public IEnumerable<Tensor> FrozenStatistics =>
        trunk.Layers.Where((_, i) => !_layers[i].UsesBatchStatistics).SelectMany(layer => (Tensor[])[layer.Norm.running_mean!, layer.Norm.running_var!]);

    /// <summary>Images and parameters to the embedding [N, E]. Running statistics and the count of batches go on.</summary>
    public Tensor Forward(Tensor[] tensors)
    {
        for (var i = 0; i < _layers.Length; i++)
        {
            ref var layer = ref _layers[i];
            var norm = trunk.Layers[i].Norm;
            layer.Weight = Floats(tensors[1 + 3 * i]);
            layer.Scale = Floats(tensors[2 + 3 * i]);
            layer.Shift = Floats(tensors[3 + 3 * i]);
            layer.RunningMean = Floats(norm.running_mean!);
            layer.RunningVariance = Floats(norm.running_var!);
        }
        var images = tensors[0].shape;
        Raw = empty(images[0], trunk.EmbeddingLength);
        _held = trunk.Forward(this, Floats(tensors[0]), (int)images[0], (int)images[2], (int)images[3], _layers, keep, Floats(Raw));
        GC.KeepAlive(tensors);
        foreach (var layer in trunk.Layers)
            if (layer.Norm is { training: true, num_batches_tracked: { } batches })
                MemoryMarshal.AsRef<long>(batches.bytes)++;
        return Raw;
    }

    /// <summary>
    /// The gradients of images and parameters, null where none is wanted. Where the gradients are themselves to be differentiated, or the
    /// forward's activations are gone, torch's operators compute once more.
    /// </summary>
    /// <param name="saved">Images, parameters and <see cref="FrozenStatistics"/>.</param>
    /// <param name="embeddingGradient">The embedding's gradient, [N, E].</param>
    public List<Tensor?> Backward(List<Tensor> saved, Tensor embeddingGradient)
    {
        if (!is_grad_enabled() && _held is { } held && held.TryEnter())
        {
            try
            {
                return Gradients(held.Pass!, saved, embeddingGradient);
            }
            finally
            {
                held.Exit();
            }
        }
        return TorchGradients(saved, embeddingGradient);
    }

    /// <summary>
    /// What makes torch's engine refuse the backward: gradients without dimensions. An exception may not unwind libtorch's frames; through
    /// TorchSharp it would end the process.
    /// </summary>
    public List<Tensor?> Refuse(Exception exception)
    {
        Trace.TraceError($"The backward of a fused step failed: {exception}");
        return [.. wanted.Select(isWanted => isWanted ? zeros(Array.Empty<long>()) : null)];
    }

    private List<Tensor?> Gradients(FusedPass pass, List<Tensor> saved, Tensor embeddingGradient)
    {
        using var contiguous = embeddingGradient.contiguous();
        var results = wanted.Select((isWanted, i) => isWanted ? empty(saved[i].shape) : null).ToList();
        var gradients = new FusedGradients[_layers.Length];
        for (var i = 0; i < gradients.Length; i++)
            gradients[i] = new FusedGradients { Weight = Floats(results[1 + 3 * i]), Scale = Floats(results[2 + 3 * i]), Shift = Floats(results[3 + 3 * i]) };
        OpenMPThreads.Rest();
        pass.Backward(Floats(saved[0]), Floats(contiguous), gradients, Floats(results[0]));
        GC.KeepAlive(saved);
        GC.KeepAlive(results);
        return results;
    }

    private List<Tensor?> TorchGradients(List<Tensor> saved, Tensor embeddingGradient)
    {
        var createGraph = is_grad_enabled();
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var embedding = Embed(saved);
        var inputs = saved.Where((_, i) => i < wanted.Length && wanted[i]).ToList();
        var gradients = new Queue<Tensor>(autograd.grad([embedding], inputs, [embeddingGradient], createGraph, createGraph));
        return [.. wanted.Select(isWanted => isWanted ? gradients.Dequeue().MoveToOuterDisposeScope() : null)];
    }

    // What the fused forward computes, on running statistics of its own.
    private Tensor Embed(List<Tensor> saved)
    {
        var (layer, frozen) = (-1, wanted.Length);
        var map = saved[0];
        foreach (var block in trunk.Plan.Blocks)
        {
            var input = map;
            foreach (var planned in block.Layers)
            {
                switch (planned.Kind)
                {
                    case LayerKind.Convolution:
                        layer++;
                        map = nn.functional.conv2d(map, saved[1 + 3 * layer], null, Pair(planned.Stride), Pair(planned.Padding), Pair(planned.Dilation), planned.Groups);
                        break;
                    case LayerKind.BatchNorm:
                        var isBatch = _layers[layer].UsesBatchStatistics;
                        var mean = isBatch ? zeros(planned.Output.Channels) : saved[frozen++];
                        var variance = isBatch ? ones(planned.Output.Channels) : saved[frozen++];
                        map = nn.functional.batch_norm(map, mean, variance, saved[2 + 3 * layer], saved[3 + 3 * layer], isBatch, _layers[layer].Momentum, _layers[layer].Epsilon);
                        break;
                    case LayerKind.ReLU6:
                        map = nn.functional.relu6(map);
                        break;
                }
            }
            if (block.HasShortcut)
                map = input.add(map);
        }
        return nn.functional.adaptive_avg_pool2d(map, 1).flatten(1);
    }

    private static FusedLayer Settings(FeatureLayer layer) => new()
    {
        Momentum = layer.Norm.momentum!.Value, Epsilon = layer.Norm.eps, UsesBatchStatistics = layer.Norm.training,
    };

    private static long[] Pair(int value) => [value, value];

    private static float* Floats(Tensor? tensor) =>
        tensor is null ? null : (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
