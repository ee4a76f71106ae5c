using MobileNets.Inference;
using MobileNets.Weights;

namespace MobileNets.PaperFigures;

/// <summary>What the managed engine allocates for one picture of 224 × 224 on one thread; the weights' values don't matter.</summary>
internal static class EngineWorkspace
{
    private static readonly ModelWeights s_weights = UntrainedWeights.Create(new ModelDescription());

    public static long Of(InferenceStrategy strategy, int parts = 1)
    {
        using var model = InferenceModel.From(s_weights, new InferenceOptions { Threads = 1, Strategy = strategy, ExpansionParts = parts });
        return model.WorkspaceBytes;
    }

    public static long OfQuantized()
    {
        var options = new InferenceOptions { Threads = 1 };
        using var quantizer = new Quantizer(s_weights, options);
        var image = new float[quantizer.InputLength];
        var random = new Random(0);
        foreach (ref var value in image.AsSpan())
            value = 2 * random.NextSingle() - 1;
        quantizer.Observe(image);
        using var model = InferenceModel.From(quantizer.Quantize(), options);
        return model.WorkspaceBytes;
    }
}
