using MobileNets.Architecture;
using MobileNets.Inference;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Benchmarks;

/// <summary>Runs configurations on both sides.</summary>
internal static class Comparer
{
    private const double Tolerance = 1e-4;

    /// <summary>All configurations of the options, one after the other.</summary>
    public static IEnumerable<Comparison> Run(Options options)
    {
        var folder = Directory.CreateTempSubdirectory("engine-benchmark-");
        try
        {
            foreach (var width in options.Weights is null ? options.Widths : [0])
                foreach (var size in options.Sizes)
                {
                    var weights = Networks.Create(options.Weights, width, size);
                    var onnx = Path.Combine(folder.FullName, $"{width}-{size}.onnx");
                    weights.Write(onnx, onnx: new OnnxOptions { FixedInputSize = true });
                    foreach (var threads in options.Threads)
                        foreach (var batch in options.Batches)
                            yield return Compare(weights, onnx, options.Kernels, threads, batch, options.Rounds);
                }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Comparison Compare(ModelWeights weights, string onnx, KernelSet kernels, int threads, int batch, int rounds)
    {
        using var model = InferenceModel.From(weights, new InferenceOptions { Threads = threads, Kernels = kernels });
        var size = weights.Description.InputSize;
        using var peer = new OrtSession(onnx, threads, [batch, 3, size, size], model.Classes);
        Networks.FillRandomly(peer.Input);
        var logits = new float[peer.Output.Length];

        model.Logits(peer.Input, logits);
        peer.Run();
        var difference = Difference(logits, peer.Output);
        if (!(difference < Tolerance))
            throw new InvalidOperationException($"The sides' logits differ by {difference:E1} of the largest one: there is nothing to time.");

        var peak = FmaPeak.Measure(model.KernelName);
        var times = Contest.Run(rounds, () => model.Logits(peer.Input, logits), peer.Run);
        // Of one measurement before and one after, the higher counts: the machine may have been busy.
        peak = Math.Max(peak, FmaPeak.Measure(model.KernelName));
        var gigaflop = 2.0 * weights.Plan.MultAdds * batch / 1e9;
        return new Comparison(
            weights.Description.Network.WidthMultiplier, size, threads, batch,
            times[0].Minimum / batch, times[0].Median / batch, times[1].Minimum / batch, times[1].Median / batch,
            gigaflop / (times[0].Minimum / 1000) / (peak * threads), model.WorkspaceBytes, difference);
    }

    private static double Difference(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
    {
        double largest = 0, difference = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(theirs[i]));
            difference = Math.Max(difference, Math.Abs((double)ours[i] - theirs[i]));
        }
        return difference / largest;
    }
}
