using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>
/// The segments that a network is run in, and where in a workspace their tensors are. Tensors lie by turns at the begin and at the end of the
/// memory, with the segment's scratch beside its input: what one segment needs at most is all that there is, and members seldom write where
/// others have just read.
/// </summary>
internal sealed unsafe class ExecutionPlan<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Maps of at most this many pixels go through a block by channels, larger ones by rows.</summary>
    private const int SmallMapPixels = 400;

    /// <summary>
    /// Of so many output rows each, members take bands instead of channels: by channels every member reads what the others have filtered, and the
    /// next to write there waits for the other caches to let go, line by line. That costs more than rows at the border that are expanded twice.
    /// </summary>
    private const int WorthwhileBand = 7;

    /// <summary>The first blocks are chained, so that their large outputs never exist, until a pixel stands for so many of the picture's a side.</summary>
    private const int ChainedStride = 4;

    /// <summary>More would make threads repeat too many rows where their bands meet.</summary>
    private const int LongestChain = 3;

    private const int CacheLine = 64;

    /// <summary>Plans.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The strategy.</param>
    /// <param name="members">How many threads share an image.</param>
    public ExecutionPlan(PackedNetwork<T> network, InferenceOptions options, int members)
    {
        Members = members;
        var segments = Segments(network, options, members).ToList();
        for (var i = 0; i + 1 < segments.Count; i++)
            segments[i].Next = segments[i + 1];

        ZeroLength = WholeLines(ZerosNeeded(network));
        var sizes = segments.ConvertAll(segment => (
            Input: segment == segments[0] ? 0 : WholeLines(Tensors.Length(segment.Input)),
            Output: WholeLines(Tensors.Length(segment.Output)),
            Scratch: WholeLines(segment.ScratchLength(members))));
        WorkspaceLength = ZeroLength + sizes.Max(size => size.Input + size.Output + size.Scratch);
        Steps = new PlanStep<T>[segments.Count];
        for (var i = 0; i < Steps.Length; i++)
        {
            var (input, output, scratch) = sizes[i];
            var (low, high) = (ZeroLength, WorkspaceLength);
            Steps[i] = i % 2 == 0
                ? new PlanStep<T>(segments[i], InputOffset: low, OutputOffset: high - output, ScratchOffset: low + input)
                : new PlanStep<T>(segments[i], InputOffset: high - input, OutputOffset: low, ScratchOffset: high - input - scratch);
        }
    }

    /// <summary>How many threads share an image.</summary>
    public int Members { get; }

    /// <summary>The segments in execution order.</summary>
    public PlanStep<T>[] Steps { get; }

    /// <summary>Numbers at the begin of a workspace that stay zero.</summary>
    public long ZeroLength { get; }

    /// <summary>Numbers of a workspace.</summary>
    public long WorkspaceLength { get; }

    public long WorkspaceBytes => WorkspaceLength * sizeof(T);

    /// <summary>How many steps are needed until a block's output is there.</summary>
    /// <param name="block">Index among the plan's blocks.</param>
    public int StepsUpTo(int block)
    {
        var steps = 1;
        while (Steps[steps - 1].Segment.LastBlock < block)
            steps++;
        return steps;
    }

    private static IEnumerable<Segment<T>> Segments(PackedNetwork<T> network, InferenceOptions options, int members)
    {
        var chain = new List<RowStage<T>> { new StemStage<T>(network.Stem) };
        var blocks = network.Blocks;
        var next = 0;
        if (options.Strategy == InferenceStrategy.Fused)
            for (var stride = chain[0].Stride; next < blocks.Count && JoinsChain(blocks[next], chain.Count, stride); next++)
            {
                chain.Add(new InvertedResidualStage<T>(blocks[next]));
                stride *= blocks[next].Stride;
            }
        yield return new RowPipeline<T>(chain);

        for (; next < blocks.Count; next++)
            yield return options.Strategy switch
            {
                InferenceStrategy.Unfused => new ChannelSlices<T>(blocks[next], parts: 1, keepsExpansion: true),
                InferenceStrategy.SplitExpansion => new ChannelSlices<T>(blocks[next], options.ExpansionParts, keepsExpansion: true),
                _ when blocks[next].Input.Pixels <= SmallMapPixels =>
                    new ChannelSlices<T>(blocks[next], parts: 1, keepsExpansion: false, inBands: members > 1 && blocks[next].Output.Height >= WorthwhileBand * members),
                _ => new RowPipeline<T>(new InvertedResidualStage<T>(blocks[next])),
            };
        yield return new Head<T>(network.Head, network.HeadIndex, network.Classifier);
    }

    // A shortcut is added where input and output are laid out alike: not between a ring and a whole tensor.
    private static bool JoinsChain(PackedBlock<T> block, int length, int stride) =>
        stride < ChainedStride && length < LongestChain && !block.HasShortcut;

    // Rows above and below a map, rows of the padded picture, and the bias of a sum that goes on.
    private static long ZerosNeeded(PackedNetwork<T> network) =>
        network.Blocks.Max(block => Math.Max(Tensors.RowLength(block.Input), Tensors.InPlaceOf<T>(block.Output.Channels + 16L)))
        + StemStage<T>.ZerosNeeded(network.Stem.Input);

    private static long WholeLines(long length) => (length * sizeof(T) + CacheLine - 1) / CacheLine * CacheLine / sizeof(T);
}
