using System.Diagnostics;
using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Benchmarks;
using MobileNets.Inference;
using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.PaperFigures.Versions;

/// <summary>
/// Seconds that one picture takes on one thread: MobileNetV1 and V2 as TorchSharp modules, and V2 on the managed engine, in turns, so
/// that whatever else the machine does meets all of them.
/// </summary>
internal sealed record VersionTimes(Times V1, Times V2, Times Engine)
{
    private const int WarmUps = 3;

    /// <summary>Measures.</summary>
    /// <param name="resolution">Height and width of the picture.</param>
    /// <param name="rounds">Times that each is timed.</param>
    public static VersionTimes Measure(int resolution, int rounds)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            using var scope = NewDisposeScope();
            using var gradients = no_grad();
            manual_seed(1);
            using var v1 = Ready(new MobileNetV1(), resolution);
            using var v2 = Ready(new Modules.MobileNetV2(), resolution);
            using var engine = InferenceModel.From(ModelWeights.From(v2.ToStateDict()), new InferenceOptions { Threads = 1, InputHeight = resolution, InputWidth = resolution });
            var picture = randn(1, 3, resolution, resolution);
            var pixels = MemoryMarshal.Cast<byte, float>(picture.bytes).ToArray();
            var logits = new float[engine.Classes];

            var times = new VersionTimes(new Times(), new Times(), new Times());
            for (var round = -WarmUps; round < rounds; round++)
            {
                Time(round, times.V1, () => v1.call(picture).Dispose());
                Time(round, times.V2, () => v2.call(picture).Dispose());
                Time(round, times.Engine, () => engine.Logits(pixels, logits));
            }
            return times;
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    // Running statistics of one batch: with those of a new network, numbers all but vanish on their way, and such numbers are slow to multiply.
    private static T Ready<T>(T network, int resolution) where T : Module<Tensor, Tensor>
    {
        network.SetBatchNormMomentum(1);
        network.call(randn(4, 3, resolution, resolution)).Dispose();
        network.eval();
        return network;
    }

    private static void Time(int round, Times times, Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        if (round >= 0)
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
