using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>The average over all pixels of each channel of the head's activations.</summary>
internal sealed unsafe class Pooling(PassContext context, NormedMap input)
{
    private MapShape Shape => input.Shape;

    public long ScratchFloats => (long)(Shape.Pixels + 1) * BlockChannels;

    public void AddForward(PhaseList phases, float* embedding) => phases.Add("pool", context.Groups.Count, (group, scratch) =>
    {
        var average = scratch + (nint)Shape.Pixels * BlockChannels;
        for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
            for (var block = 0; block < Shape.Blocks; block++)
            {
                context.Training.Normalize(input.Raw.At(image, block), Shape.Pixels, input.Norm.Record(block), null, scratch);
                context.Layers.AveragePixels(scratch, Shape.Pixels, average);
                new Span<float>(average, ChannelsOf(block)).CopyTo(new Span<float>(Embedding(embedding, image, block), BlockChannels));
            }
    });

    /// <summary>Spreads the embedding's gradient over the pixels, masked.</summary>
    public void AddBackward(PhaseList phases, float* embeddingGradient, Map inputGradient)
    {
        input.Norm.ClearBackward();
        phases.Add("pool back", context.Groups.Count, (group, scratch) =>
        {
            var pixelGradient = new Span<float>(scratch, BlockChannels);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var block = 0; block < Shape.Blocks; block++)
                {
                    for (var channel = 0; channel < ChannelsOf(block); channel++)
                        pixelGradient[channel] = Embedding(embeddingGradient, image, block)[channel] / Shape.Pixels;
                    for (var pixel = 0; pixel < Shape.Pixels; pixel++)
                        pixelGradient.CopyTo(new Span<float>(inputGradient.At(image, block, pixel), BlockChannels));
                    context.Training.MaskGradient(
                        inputGradient.At(image, block), null, input.Raw.At(image, block), Shape.Pixels, input.Norm.Record(block), null,
                        input.Norm.BackwardSums(group, block));
                }
        });
    }

    private int ChannelsOf(int block) => Math.Min(BlockChannels, Shape.Channels - block * BlockChannels);

    private float* Embedding(float* embedding, int image, int block) => embedding + (nint)image * Shape.Channels + block * BlockChannels;
}
