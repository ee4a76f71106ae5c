using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>
/// Mean and covariance of a layer's input over all pixels of a batch. A 1×1 convolution's batch statistics follow from them: w · mean, and
/// wᵀ · covariance · w.
/// </summary>
internal sealed unsafe class Gram(Arena arena, ImageGroups groups, MapShape shape)
{
    // Sums of products are taken over so many pixels in floats, then go on in doubles.
    private const int ChunkPixels = 448;

    private readonly double* products = arena.Doubles((long)groups.Count * shape.Blocks * shape.Channels * BlockChannels);
    private readonly double* sums = arena.Doubles((long)groups.Count * shape.Blocks * TrainingKernels.SumsLength);

    private readonly double[] covariance = new double[shape.Channels * shape.Channels];

    public double[] Mean { get; } = new double[shape.Channels];

    public long ScratchFloats => (long)shape.Channels * BlockChannels;

    private int ProductsOfGroup => shape.Blocks * shape.Channels * BlockChannels;

    private int SumsOfGroup => shape.Blocks * TrainingKernels.SumsLength;

    public void Clear()
    {
        new Span<double>(products, groups.Count * ProductsOfGroup).Clear();
        new Span<double>(sums, groups.Count * SumsOfGroup).Clear();
    }

    /// <summary>Takes in an image's input.</summary>
    public void Add(TrainingKernels kernels, int group, Map values, int image, float* scratch)
    {
        for (var pixel = 0; pixel < shape.Pixels; pixel += ChunkPixels)
        {
            var pixels = Math.Min(ChunkPixels, shape.Pixels - pixel);
            for (var block = 0; block < shape.Blocks; block++)
            {
                kernels.AddStatistics(values.At(image, block, pixel), pixels, sums + group * SumsOfGroup + block * TrainingKernels.SumsLength);
                AddProducts(kernels, group, values, image, block, pixel, pixels, scratch);
            }
        }
    }

    /// <summary>The covariances of a channel with each.</summary>
    public ReadOnlySpan<double> CovarianceWith(int channel) => covariance.AsSpan(channel * shape.Channels, shape.Channels);

    /// <summary>Makes means and covariances of what was taken in.</summary>
    public void Finish()
    {
        var count = (double)groups.Images * shape.Pixels;
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var total = 0.0;
            for (var group = 0; group < groups.Count; group++)
                total += sums[group * SumsOfGroup + channel / BlockChannels * TrainingKernels.SumsLength + channel % BlockChannels];
            Mean[channel] = total / count;
        }
        for (var column = 0; column < shape.Channels; column++)
            for (var row = 0; row <= column; row++)
            {
                var total = 0.0;
                for (var group = 0; group < groups.Count; group++)
                    total += products[group * ProductsOfGroup + (column / BlockChannels * shape.Channels + row) * BlockChannels + column % BlockChannels];
                covariance[row * shape.Channels + column] = covariance[column * shape.Channels + row] = total / count - Mean[row] * Mean[column];
            }
    }

    // The matrix is symmetric: a block of columns needs the rows up to its own.
    private void AddProducts(TrainingKernels kernels, int group, Map values, int image, int block, int pixel, int pixels, float* scratch)
    {
        var rows = Math.Min(shape.Channels, (block + 1) * BlockChannels);
        new Span<float>(scratch, rows * BlockChannels).Clear();
        kernels.AddOuterProduct(new OuterProductCall
        {
            Left = values.At(image, 0, pixel),
            LeftBlockStride = values.BlockStride,
            LeftChannels = rows,
            Right = values.At(image, block, pixel),
            Pixels = pixels,
            Sums = scratch,
        });
        var totals = products + group * ProductsOfGroup + block * shape.Channels * BlockChannels;
        for (var i = 0; i < rows * BlockChannels; i++)
            totals[i] += scratch[i];
    }
}
