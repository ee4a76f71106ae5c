using System.Globalization;
using MobileNets.Inference;
using MobileNets.Weights;

namespace MobileNets.Benchmarks;

/// <summary>What quantisation gains, beside the same engine in floating point.</summary>
internal static class QuantizedTable
{
    public static void Run(Options options)
    {
        Console.WriteLine($"{options.Kernels.Name} kernels; {options.Rounds} rounds; milliseconds a picture; load {Report.Load()}");
        Console.WriteLine("width  size  threads  batch   float32 min  median   int8 min  median   times as fast: medians  minima   file MB float32    int8   share   workspace bytes float32     int8");
        foreach (var width in options.Weights is null ? options.Widths : [0])
            foreach (var size in options.Sizes)
            {
                var weights = Networks.Create(options.Weights, width, size);
                var quantized = Quantize(weights);
                var (floatBytes, integerBytes) = (FileBytes(weights.Tensors), FileBytes(quantized.Tensors));
                foreach (var threads in options.Threads)
                    foreach (var batch in options.Batches)
                    {
                        var settings = new InferenceOptions { Threads = threads, Kernels = options.Kernels };
                        using var floats = InferenceModel.From(weights, settings);
                        using var integers = InferenceModel.From(quantized, settings);
                        var images = new float[batch * floats.InputLength];
                        Networks.FillRandomly(images);
                        var logits = new float[batch * floats.Classes];
                        var times = Contest.Run(options.Rounds, () => floats.Logits(images, logits), () => integers.Logits(images, logits));
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                            $"{weights.Description.Network.WidthMultiplier,5:F2}  {size,4}  {threads,7}  {batch,5}   {times[0].Minimum / batch,11:F3}  {times[0].Median / batch,6:F3}   {times[1].Minimum / batch,8:F3}  {times[1].Median / batch,6:F3}   {times[0].Median / times[1].Median,22:F2}  {times[0].Minimum / times[1].Minimum,6:F2}   {floatBytes / 1e6,15:F2}  {integerBytes / 1e6,6:F2}  {(double)integerBytes / floatBytes,6:P1}   {floats.WorkspaceBytes,23}  {integers.WorkspaceBytes,7}"));
                    }
            }
    }

    private static QuantizedWeights Quantize(ModelWeights weights)
    {
        using var quantizer = new Quantizer(weights);
        var image = new float[quantizer.InputLength];
        Networks.FillRandomly(image);
        quantizer.Observe(image);
        return quantizer.Quantize();
    }

    private static long FileBytes(StateDict weights)
    {
        using var file = new MemoryStream();
        SafetensorsFile.Write(file, weights);
        return file.Length;
    }
}
