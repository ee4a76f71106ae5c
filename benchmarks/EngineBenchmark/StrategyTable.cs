using System.Globalization;
using MobileNets.Inference;

namespace MobileNets.Benchmarks;

/// <summary>What each way of computing an inverted residual costs in time and memory.</summary>
internal static class StrategyTable
{
    private const int LargestSplit = 6;

    public static void Run(Options options)
    {
        foreach (var width in options.Weights is null ? options.Widths : [0])
            foreach (var size in options.Sizes)
                foreach (var threads in options.Threads)
                    Run(options, width, size, threads);
    }

    private static void Run(Options options, double width, int size, int threads)
    {
        var weights = Networks.Create(options.Weights, width, size);
        (string Name, InferenceOptions Options)[] strategies =
        [
            ("fused", new InferenceOptions { Threads = threads, Kernels = options.Kernels }),
            .. Enumerable.Range(1, LargestSplit).Select(parts =>
                ($"split expansion, t = {parts}", new InferenceOptions { Threads = threads, Kernels = options.Kernels, Strategy = InferenceStrategy.SplitExpansion, ExpansionParts = parts })),
            ("unfused", new InferenceOptions { Threads = threads, Kernels = options.Kernels, Strategy = InferenceStrategy.Unfused }),
        ];
        InferenceModel[] models = [.. strategies.Select(strategy => InferenceModel.From(weights, strategy.Options))];
        try
        {
            var images = new float[weights.Plan.Input.Elements];
            Networks.FillRandomly(images);
            var logits = new float[models[0].Classes];
            var times = Contest.Run(options.Rounds, [.. models.Select(model => (Action)(() => model.Logits(images, logits)))]);

            var network = weights.Description.Network;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nwidth {network.WidthMultiplier:F2}, {size} × {size}, threads {threads}, batch 1, {options.Rounds} rounds"));
            Console.WriteLine("strategy                 min ms  median ms   median to fused   workspace bytes   to unfused");
            for (var i = 0; i < models.Length; i++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{strategies[i].Name,-22}  {times[i].Minimum,7:F3}  {times[i].Median,9:F3}   {times[i].Median / times[0].Median,15:F3}   {models[i].WorkspaceBytes,15}   {(double)models[i].WorkspaceBytes / models[^1].WorkspaceBytes,10:P0}"));
        }
        finally
        {
            foreach (var model in models)
                model.Dispose();
        }
    }
}
