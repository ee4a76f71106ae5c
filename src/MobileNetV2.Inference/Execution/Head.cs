using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// The last convolution, the average pool and the classifier, 32 channels at a time: the head's map never exists, and the classifier's
/// weights for these channels are fetched while the convolution computes.
/// </summary>
internal sealed unsafe class Head(PackedConvolution convolution, int index, PackedClassifier? classifier) : Segment
{
    private const int SlabChannels = PackedClassifier.SlabInputs;

    private const int SlabBlocks = SlabChannels / KernelSet.BlockChannels;

    public override TensorShape Input => convolution.Input;

    public override TensorShape Output => new(0, 0, 0);

    public override int LastBlock => index;

    private int Channels => convolution.Output.Channels;

    private int Slabs => (Channels + SlabChannels - 1) / SlabChannels;

    private nint BlockFloats => Tensors.BlockFloats(convolution.Output);

    private int ClassifierFloats => (classifier?.PanelCount ?? 0) * KernelSet.ClassifierPanel;

    public override long ScratchFloats(int members) => ClassifierFloats + Slabs * SlabChannels + members * SlabBlocks * (long)BlockFloats;

    public override MemoryRange FirstWeights(in SegmentRun run) => convolution.PanelRange(Math.Min(run.Member, Slabs - 1) * SlabBlocks, SlabBlocks);

    public override void Run(in SegmentRun run)
    {
        var sums = run.Scratch;
        var pooled = sums + ClassifierFloats;
        var map = pooled + Slabs * SlabChannels + run.Member * SlabBlocks * BlockFloats;
        var classifies = run.Task.Logits != null;
        var (from, to) = classifies ? run.Share(classifier!.PanelCount) : default;

        for (var panel = from; panel < to; panel++)
            CopyPanel(classifier!.Bias, sums, panel, KernelSet.ClassifierPanel);
        for (var first = 0; first < Slabs; first += run.Members)
        {
            var slab = first + run.Member;
            if (slab < Slabs)
                Pool(run, slab, map, pooled, from < to ? classifier!.PanelRange(slab, from, to - from) : default);
            if (!classifies)
                continue;
            run.Barrier();
            for (slab = first; slab < Math.Min(first + run.Members, Slabs); slab++)
                for (var panel = from; panel < to; panel++)
                    run.Kernels.AddProduct(pooled + slab * SlabChannels, Math.Min(SlabChannels, Channels - slab * SlabChannels),
                        classifier!.Panel(slab, panel), sums + panel * KernelSet.ClassifierPanel);
        }
        for (var panel = from; panel < to; panel++)
            CopyPanel(sums, run.Task.Logits, panel, Math.Min(KernelSet.ClassifierPanel, classifier!.Classes - panel * KernelSet.ClassifierPanel));
    }

    private static void CopyPanel(float* source, float* destination, int panel, int length) =>
        new ReadOnlySpan<float>(source + panel * KernelSet.ClassifierPanel, length).CopyTo(new Span<float>(destination + panel * KernelSet.ClassifierPanel, length));

    /// <summary>Convolves and pools 32 channels.</summary>
    private void Pool(in SegmentRun run, int slab, float* map, float* pooled, MemoryRange classifierWeights)
    {
        var firstChannel = slab * SlabChannels;
        var channels = Math.Min(SlabChannels, Channels - firstChannel);
        var pixels = (int)convolution.Output.Pixels;
        run.Kernels.Pointwise(new PointwiseCall
        {
            Input = run.Input,
            InputBlockStride = BlockFloats,
            InputChannels = Input.Channels,
            Weights = convolution.Weights + slab * SlabBlocks * convolution.PanelStride,
            PanelStride = convolution.PanelStride,
            Bias = convolution.Bias + firstChannel,
            Output = map,
            OutputBlockStride = BlockFloats,
            OutputChannels = channels,
            Pixels = pixels,
            ReLU6 = true,
            Next = slab + run.Members < Slabs ? convolution.PanelRange((slab + run.Members) * SlabBlocks, SlabBlocks) : default,
            AfterNext = classifierWeights,
        });
        run.Task.HandOut(index, map, BlockFloats, firstChannel, channels, 0, pixels, pixels);
        for (var block = 0; block < Panels.Blocks(channels); block++)
            run.Kernels.AveragePixels(map + block * BlockFloats, pixels, pooled + firstChannel + block * KernelSet.BlockChannels);
        if (run.Task.Embedding != null)
            new ReadOnlySpan<float>(pooled + firstChannel, channels).CopyTo(new Span<float>(run.Task.Embedding + firstChannel, channels));
    }
}
