using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// A trained MobileNetV2, in floating point or quantised (see <see cref="Quantizer"/>), ready to run without torch. It is immutable: any number of threads may call it at the same time, each call with
/// memory of its own that is kept for the next one. A warm call that writes into the caller's spans allocates nothing on the managed heap.
/// </summary>
/// <remarks>
/// Images are planar floats <c>[N, C, H, W]</c>, normalised as in training. One call at a time has the model's team of
/// <see cref="Threads"/> threads; calls beside it run on their caller's thread alone. Results do not depend on that: they have the same bits
/// with any number of threads, alone or in a batch.
/// </remarks>
public sealed unsafe partial class InferenceModel : IDisposable
{
    // Every output stride that a 32-bit size can have.
    private static readonly int[] s_strides = [.. Enumerable.Range(0, 31).Select(power => 1 << power)];

    private readonly IEngine _engine;
    private readonly Dictionary<int, int> _blockAtStride;
    private readonly int _headBlock;

    private InferenceModel(ModelDescription description, InferenceOptions? options, Func<NetworkPlan, InferenceOptions, IEngine> createEngine)
    {
        options ??= new InferenceOptions();
        options.Validate();
        Description = description;
        RequireSupported(description.Network);
        Plan = MobileNetV2Plan.Create(Description.Network with
        {
            InputHeight = options.InputHeight ?? Description.InputSize,
            InputWidth = options.InputWidth ?? Description.InputSize,
        });
        if (Plan.Input.Elements > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(options), Plan.Input, $"An image has more than {Array.MaxLength} numbers.");
        Threads = options.Threads;
        KernelName = options.Kernels.Name;
        _headBlock = Plan.Blocks.Count(block => block.Kind is BlockKind.ConvNormActivation or BlockKind.InvertedResidual) - 1;
        EmbeddingLength = Plan.Blocks[_headBlock].Output.Channels;
        Classes = Plan.Layers[^1].Kind == LayerKind.Linear ? Plan.Output.Channels : 0;
        _blockAtStride = s_strides.Where(stride => Plan.LastAtStride(stride) is not null)
            .ToDictionary(stride => stride, stride => Plan.LastAtStride(stride)!.Value.Block);
        _engine = createEngine(Plan, options);
    }

    /// <summary>The network, layer by layer, at the model's input size.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>What travels with the weights: labels, how pictures are prepared.</summary>
    public ModelDescription Description { get; }

    /// <summary>The class names in the order of the logits, or null where they are not known.</summary>
    public IReadOnlyList<string>? Labels => Description.Labels;

    /// <summary>Height of an image in pixels.</summary>
    public int InputHeight => Plan.Input.Height;

    /// <summary>Width of an image in pixels.</summary>
    public int InputWidth => Plan.Input.Width;

    /// <summary>Numbers in an image: channels × height × width.</summary>
    public int InputLength => (int)Plan.Input.Elements;

    /// <summary>Logits an image; 0 for a network without classifier.</summary>
    public int Classes { get; }

    /// <summary>Numbers in an embedding: the head's channels, 1280 at widths up to 1.0.</summary>
    public int EmbeddingLength { get; }

    /// <summary>Threads that work on a call, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>The vector instructions in use: <c>512-bit</c>, <c>scalar</c>.</summary>
    public string KernelName { get; }

    /// <summary>
    /// Bytes that one image takes beside input, output and weights while all <see cref="Threads"/> work on it: every intermediate result and all
    /// scratch. Of a batch, <see cref="Threads"/> images at a time take what one takes on a single thread.
    /// </summary>
    public long WorkspaceBytes => _engine.WorkspaceBytes;

    /// <summary>Bytes of the weights as the engine holds them: batch normalisation folded in, packed, padded.</summary>
    public long WeightBytes => _engine.WeightBytes;

    // The fused blocks end linearly and know their own input only.
    private static void RequireSupported(MobileNetV2Options network)
    {
        if (network.Bottleneck != BottleneckActivation.Linear)
            throw new InvalidArchitectureException(nameof(network.Bottleneck), network.Bottleneck, "Linear for the managed engine; torch computes the others");
        if (network.Shortcut == ShortcutPlacement.Expansion)
            throw new InvalidArchitectureException(nameof(network.Shortcut), network.Shortcut, "Bottleneck or None for the managed engine; torch computes the others");
    }

    /// <summary>Reads a model from a file.</summary>
    /// <param name="path">A <c>.safetensors</c> file, quantised or not, which is mapped into memory meanwhile, or what else <see cref="ModelWeights.Read"/> knows.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="WeightsFormatException">The file is malformed, of no known format, or holds numbers that are not finite.</exception>
    /// <exception cref="StateDictMismatchException">The weights are no MobileNetV2's, or another's than the file says.</exception>
    /// <exception cref="InvalidArchitectureException">The input size is out of its range, or the network has a ReLU6 bottleneck or shortcuts between expansions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another option is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static InferenceModel Load(string path, InferenceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Rehearsal.Begin(options);
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            return From(ModelWeights.Read(path), options);
        using var mapped = SafetensorsFile.Map(path);
        return From(mapped.Tensors, options);
    }

    /// <summary>Reads a model from a stream.</summary>
    /// <param name="safetensors">A safetensors file, quantised or not, from the stream's position to its end; the stream stays open.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="WeightsFormatException">The bytes are malformed, or hold numbers that are not finite.</exception>
    /// <exception cref="StateDictMismatchException">The weights are no MobileNetV2's, or another's than the metadata says.</exception>
    /// <exception cref="InvalidArchitectureException">The input size is out of its range, or the network has a ReLU6 bottleneck or shortcuts between expansions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another option is out of its range.</exception>
    public static InferenceModel Load(Stream safetensors, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(safetensors);
        Rehearsal.Begin(options);
        return From(SafetensorsFile.Read(safetensors), options);
    }

    /// <summary>Makes a model of weights that have been read already; they are copied.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    /// <exception cref="InvalidArchitectureException">The input size is out of its range, or the network has a ReLU6 bottleneck or shortcuts between expansions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another option is out of its range.</exception>
    public static InferenceModel From(ModelWeights weights, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new InferenceModel(weights.Description, options, (plan, settings) =>
            Engine<float>.Create(plan, new FloatWeights(weights.Tensors), settings.Kernels.Floats, settings));
    }

    /// <summary>Makes a model of quantised weights; they are copied.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="InvalidArchitectureException">The input size is out of its range, or the network has a ReLU6 bottleneck or shortcuts between expansions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another option is out of its range.</exception>
    public static InferenceModel From(QuantizedWeights weights, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new InferenceModel(weights.Description, options, (plan, settings) =>
            Engine<short>.Create(plan, new IntegerWeights(plan, weights), settings.Kernels.Integers, settings));
    }

    /// <summary>A model whose weights are all zero.</summary>
    internal static InferenceModel OfZeros(ModelDescription description, InferenceOptions options) => new(description, options, (plan, settings) =>
        new Engine<float>(new PackedNetwork<float>(plan), settings.Kernels.Floats, settings));

    /// <summary>Computes the classifier's outputs.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised.</param>
    /// <param name="logits">Takes <c>[N, K]</c>: the logits, no softmax.</param>
    /// <param name="cancellation">Ends the call between two images; some logits may be written by then.</param>
    /// <exception cref="ArgumentException">The images are no whole number of images, or the logits not as many as they need.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public void Logits(ReadOnlySpan<float> images, Span<float> logits, CancellationToken cancellation = default)
    {
        if (Classes == 0)
            throw new InvalidOperationException("The network has no classifier; Embed and FeatureMap give its features.");
        var count = CountImages(images);
        RequireLength(logits, (long)count * Classes, nameof(logits));
        fixed (float* image = images, output = logits)
            _engine.Run(new ImageBatch
            {
                Images = image,
                Count = count,
                Shape = Plan.Input,
                Logits = output,
                Classes = Classes,
                LastBlock = _headBlock,
            }, cancellation);
    }

    /// <summary>Computes the pooled features that the classifier works on, before its dropout.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised.</param>
    /// <param name="embeddings">Takes <c>[N, F]</c>, F = <see cref="EmbeddingLength"/>; values from 0 to 6.</param>
    /// <param name="cancellation">Ends the call between two images; some embeddings may be written by then.</param>
    /// <exception cref="ArgumentException">The images are no whole number of images, or the embeddings not as many numbers as they need.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public void Embed(ReadOnlySpan<float> images, Span<float> embeddings, CancellationToken cancellation = default)
    {
        var count = CountImages(images);
        RequireLength(embeddings, (long)count * EmbeddingLength, nameof(embeddings));
        fixed (float* image = images, output = embeddings)
            _engine.Run(new ImageBatch
            {
                Images = image,
                Count = count,
                Shape = Plan.Input,
                Embeddings = output,
                EmbeddingLength = EmbeddingLength,
                LastBlock = _headBlock,
            }, cancellation);
    }

    /// <summary>The shape of the last feature map at an output stride.</summary>
    /// <param name="outputStride">Input pixels a side for one pixel of the map: 2, 4, 8, 16 or 32 in MobileNetV2 as published.</param>
    /// <exception cref="ArgumentOutOfRangeException">No map has this stride.</exception>
    public TensorShape FeatureMapShape(int outputStride) => Plan.Blocks[TappedBlock(outputStride)].Output;

    /// <summary>Computes the last feature map at an output stride, as detectors and segmenters tap it; layers behind it are left out.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised.</param>
    /// <param name="outputStride">Input pixels a side for one pixel of the map: 2, 4, 8, 16 or 32 in MobileNetV2 as published.</param>
    /// <param name="maps">Takes <c>[N, c, h, w]</c>, where <see cref="FeatureMapShape"/> gives <c>[c, h, w]</c>.</param>
    /// <param name="cancellation">Ends the call between two images; some maps may be written by then.</param>
    /// <exception cref="ArgumentException">The images are no whole number of images, or the maps not as long as they need.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No map has this stride.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public void FeatureMap(ReadOnlySpan<float> images, int outputStride, Span<float> maps, CancellationToken cancellation = default) =>
        FeatureMaps(images, [outputStride], maps, cancellation);

    /// <summary>Computes the last feature maps at several output strides in one pass; layers behind the last of them are left out.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised.</param>
    /// <param name="outputStrides">The strides, in any order.</param>
    /// <param name="maps">Takes the maps one after another in the order of the strides, each <c>[N, c, h, w]</c>.</param>
    /// <param name="cancellation">Ends the call between two images; some maps may be written by then.</param>
    /// <exception cref="ArgumentException">The images are no whole number of images, or the maps not as long as they need.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No map has one of the strides.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    public void FeatureMaps(
        ReadOnlySpan<float> images, ReadOnlySpan<int> outputStrides, Span<float> maps, CancellationToken cancellation = default)
    {
        var blocks = outputStrides.Length <= s_strides.Length ? stackalloc int[outputStrides.Length] : new int[outputStrides.Length];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = TappedBlock(outputStrides[i]);
        BlockOutputs(images, blocks, maps, cancellation);
    }

    /// <summary>Frees weights, workspaces and threads. Calls that are under way end as if nothing had happened; later ones throw.</summary>
    public void Dispose() => _engine.Dispose();

    /// <summary>Computes blocks' outputs in one pass.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised.</param>
    /// <param name="blocks">Indices among the plan's blocks, the head's the last.</param>
    /// <param name="maps">Takes the outputs one after another, each <c>[N, c, h, w]</c>.</param>
    /// <param name="cancellation">Ends the call between two images.</param>
    internal void BlockOutputs(ReadOnlySpan<float> images, ReadOnlySpan<int> blocks, Span<float> maps, CancellationToken cancellation)
    {
        var count = CountImages(images);
        var length = 0L;
        foreach (var block in blocks)
            length += count * Plan.Blocks[block].Output.Elements;
        RequireLength(maps, length, nameof(maps));
        if (blocks.IsEmpty)
            return;

        var taps = blocks.Length <= s_strides.Length ? stackalloc Tap[blocks.Length] : new Tap[blocks.Length];
        var lastBlock = 0;
        fixed (float* image = images, output = maps)
        fixed (Tap* tap = taps)
        {
            var map = output;
            for (var i = 0; i < blocks.Length; i++)
            {
                lastBlock = Math.Max(lastBlock, blocks[i]);
                taps[i] = new Tap { Block = blocks[i], Map = map, ImageStride = (nint)Plan.Blocks[blocks[i]].Output.Elements };
                map += count * taps[i].ImageStride;
            }
            _engine.Run(new ImageBatch
            {
                Images = image,
                Count = count,
                Shape = Plan.Input,
                Taps = tap,
                TapCount = blocks.Length,
                LastBlock = lastBlock,
            }, cancellation);
        }
    }

    private static InferenceModel From(StateDict weights, InferenceOptions? options) =>
        QuantizedWeights.Recognise(weights) ? From(QuantizedWeights.From(weights), options) : From(ModelWeights.From(weights), options);

    private int TappedBlock(int outputStride) => _blockAtStride.TryGetValue(outputStride, out var block)
        ? block
        : throw new ArgumentOutOfRangeException(nameof(outputStride), outputStride, "No feature map of the network has this output stride.");

    private int CountImages(ReadOnlySpan<float> images)
    {
        var (count, rest) = Math.DivRem(images.Length, InputLength);
        return rest == 0 ? count : throw new ArgumentException(
            $"Expected a whole number of images {Plan.Input}, {InputLength} numbers each; found {images.Length} numbers.", nameof(images));
    }

    private static void RequireLength(Span<float> destination, long length, string name)
    {
        if (destination.Length != length)
            throw new ArgumentException($"Expected room for {length} numbers, found {destination.Length}.", name);
    }
}
