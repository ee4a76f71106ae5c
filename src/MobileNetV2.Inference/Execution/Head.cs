using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// The last convolution, the average pool and the classifier, 32 channels at a time: the head's map never exists, and the classifier's
/// weights for these channels are fetched while the convolution computes.
/// </summary>
internal sealed unsafe class Head<T>(PackedConvolution<T> convolution, int index, PackedClassifier<T>? classifier) : Segment<T>
    where T : unmanaged, INumber<T>
{
    private const int SlabChannels = PackedClassifier<T>.SlabInputs;

    private const int SlabBlocks = SlabChannels / KernelSet.BlockChannels;

    public override TensorShape Input => convolution.Input;

    public override TensorShape Output => new(0, 0, 0);

    public override int LastBlock => index;

    private int Channels => convolution.Output.Channels;

    private int Slabs => (Channels + SlabChannels - 1) / SlabChannels;

    private nint BlockLength => Tensors.BlockLength(convolution.Output);

    private long ClassifierLength => Tensors.InPlaceOf<T>((classifier?.PanelCount ?? 0) * (long)KernelSet.ClassifierPanel);

    public override long ScratchLength(int members) => ClassifierLength + Slabs * SlabChannels + members * SlabBlocks * (long)BlockLength;

    public override MemoryRange FirstWeights(in SegmentRun<T> run) => convolution.PanelRange(Math.Min(run.Member, Slabs - 1) * SlabBlocks, SlabBlocks);

    public override void Run(in SegmentRun<T> run)
    {
        var sums = (float*)run.Scratch;
        var pooled = run.Scratch + ClassifierLength;
        var map = pooled + Slabs * SlabChannels + run.Member * SlabBlocks * BlockLength;
        var classifies = run.Task.Logits != null;
        var (from, to) = classifies ? run.Share(classifier!.PanelCount) : default;

        for (var panel = from; panel < to; panel++)
            CopyPanel(classifier!.Bias, sums, panel, KernelSet.ClassifierPanel);
        for (var first = 0; first < Slabs; first += run.Members)
        {
            var slab = first + run.Member;
            if (slab < Slabs)
                Pool(run, slab, map, pooled, from < to ? classifier!.PanelRange(first, Math.Min(run.Members, Slabs - first), from, to - from) : default);
            if (!classifies)
                continue;
            run.Barrier();
            for (slab = first; slab < Math.Min(first + run.Members, Slabs); slab++)
                for (var panel = from; panel < to; panel++)
                    run.Kernels.AddProduct(pooled + slab * SlabChannels, Math.Min(SlabChannels, Channels - slab * SlabChannels),
                        classifier!.Panel(slab, panel), classifier.Scale + panel * KernelSet.ClassifierPanel, sums + panel * KernelSet.ClassifierPanel);
        }
        for (var panel = from; panel < to; panel++)
            CopyPanel(sums, run.Task.Logits, panel, Math.Min(KernelSet.ClassifierPanel, classifier!.Classes - panel * KernelSet.ClassifierPanel));
    }

    private static void CopyPanel(float* source, float* destination, int panel, int length) =>
        new ReadOnlySpan<float>(source + panel * KernelSet.ClassifierPanel, length).CopyTo(new Span<float>(destination + panel * KernelSet.ClassifierPanel, length));

    /// <summary>Convolves and pools 32 channels.</summary>
    private void Pool(in SegmentRun<T> run, int slab, T* map, T* pooled, MemoryRange classifierWeights)
    {
        var firstChannel = slab * SlabChannels;
        var channels = Math.Min(SlabChannels, Channels - firstChannel);
        var pixels = (int)convolution.Output.Pixels;
        run.Kernels.Pointwise(new PointwiseCall<T>
        {
            Input = run.Input,
            InputBlockStride = BlockLength,
            InputChannels = Input.Channels,
            Weights = convolution.Weights + slab * SlabBlocks * convolution.PanelStride,
            PanelStride = convolution.PanelStride,
            Scale = convolution.Scale + firstChannel,
            Bias = convolution.Bias + firstChannel,
            Output = map,
            OutputBlockStride = BlockLength,
            OutputChannels = channels,
            Pixels = pixels,
            ReLU6 = true,
            Next = slab + run.Members < Slabs ? convolution.PanelRange((slab + run.Members) * SlabBlocks, SlabBlocks) : default,
            AfterNext = classifierWeights,
        });
        run.Task.HandOut(index, map, BlockLength, firstChannel, channels, 0, pixels, convolution.OutputStep, pixels);
        for (var block = 0; block < Panels.Blocks(channels); block++)
            run.Kernels.AveragePixels(map + block * BlockLength, pixels, pooled + firstChannel + block * KernelSet.BlockChannels);
        if (run.Task.Embedding != null)
            for (var channel = firstChannel; channel < firstChannel + channels; channel++)
                run.Task.Embedding[channel] = convolution.OutputStep * float.CreateTruncating(pooled[channel]);
    }
}
