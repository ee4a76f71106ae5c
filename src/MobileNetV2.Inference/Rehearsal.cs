using System.Runtime.CompilerServices;
using MobileNets.Imaging;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// While a process reads its first weights, another thread runs a picture through the published network, with zeros for weights: by the time
/// that the weights are there, the runtime has compiled most of what runs theirs.
/// </summary>
internal static class Rehearsal
{
    private const int PictureSide = 256;

    private static int s_begun;

    /// <summary>Begins, where code is compiled at run time, another processor is there to do it, and it is the first time.</summary>
    /// <param name="options">What the network will be run with.</param>
    public static void Begin(InferenceOptions? options)
    {
        if (RuntimeFeature.IsDynamicCodeCompiled && Environment.ProcessorCount > 1 && Interlocked.Exchange(ref s_begun, 1) == 0)
            Task.Run(() => Run(options?.Kernels ?? KernelSet.Best));
    }

    private static void Run(KernelSet kernels)
    {
        using var model = InferenceModel.OfZeros(new ModelDescription(), new InferenceOptions { Threads = 1, Kernels = kernels });
        model.Classify(new PixelImage(new byte[3 * PictureSide * PictureSide], PictureSide, PictureSide, PixelFormat.Rgb), new Classification[1]);
    }
}
