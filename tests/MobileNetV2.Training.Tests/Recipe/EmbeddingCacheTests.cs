using System.Security.Cryptography;
using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Batches;
using MobileNets.Training.Data;
using MobileNets.Training.Tests;
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training.Recipe.Tests;

public sealed class EmbeddingCacheTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private const int Size = 48;
    private const double Rate = 0.01;

    [Fact]
    public void Batch_AnyOrder_TrainsTheHeadAsTheFrozenNetworkDoes()
    {
        using var whole = Model();
        using var headOnly = Model();
        var initial = whole.ToStateDict();
        headOnly.LoadStateDict(initial);
        var options = new TrainingOptions { Optimizer = OptimizerKind.Sgd, LearningRate = Rate };
        whole.Features.parameters().ToList().ForEach(parameter => parameter.requires_grad = false);
        using var pictures = Pictures();
        using var cache = EmbeddingCache.Compute(headOnly, Batches());
        using var wholeOptimizer = ParameterOptimizer.Create(TrainedParameter.Of(whole, options), options);
        using var headOptimizer = ParameterOptimizer.Create(TrainedParameter.Of(headOnly, options), options);
        whole.eval();

        foreach (var chosen in new long[][] { [0, 7, 3, 20], [35, 1, 2, 3], [9, 8, 30, 0] })
        {
            using var scope = NewDisposeScope();
            var (embeddings, labels) = cache.Batch(chosen);
            Train(whole, wholeOptimizer, whole.call(pictures.index_select(0, tensor(chosen))), labels);
            Train(headOnly, headOptimizer, headOnly.Classifier!.call(embeddings), labels);
        }

        Classifier(headOnly.ToStateDict()).ShouldBeClose(Classifier(whole.ToStateDict()), 1e-6);
        Classifier(headOnly.ToStateDict()).Should().NotEqual(Classifier(initial));
        headOnly.ToStateDict().Where(IsFeature).Select(Bytes).Should().Equal(initial.Where(IsFeature).Select(Bytes), "nothing below the head moves");
    }

    [Fact]
    public void Compute_Batches_KeepsEveryLabelInOrder()
    {
        using var model = Model();
        using var cache = EmbeddingCache.Compute(model, Batches());
        var expected = Batches().SelectMany(batch => { using (batch) return batch.Labels; }).ToArray();

        cache.Count.Should().Be(36);
        var (embeddings, labels) = cache.Batch([.. Enumerable.Range(0, 36).Select(i => (long)i)]);
        labels.data<long>().ToArray().Should().Equal(expected);
        embeddings.shape.Should().Equal(36, 1280);
    }

    [Fact]
    public void Compute_NoPictures_Throws()
    {
        using var model = Model();

        FluentActions.Invoking(() => EmbeddingCache.Compute(model, [])).Should().Throw<ArgumentException>();
    }

    private static void Train(MobileNetV2 model, ParameterOptimizer optimizer, Tensor logits, Tensor labels)
    {
        model.zero_grad();
        functional.cross_entropy(logits, labels).backward();
        optimizer.Step(Rate);
    }

    // Which pictures these are does not matter here, only that they come again as they were.
    private IEnumerable<Batch> Batches() =>
        new TrainingBatches(flowers.Data.Samples(Split.Train), new TrainingOptions { BatchSize = 12, ImageSize = Size, Workers = 1 }).Epoch(0);

    private Tensor Pictures()
    {
        var pixels = Batches().SelectMany(batch => { using (batch) return batch.Pixels.ToArray(); }).ToArray();
        return tensor(pixels, [36, 3, Size, Size]);
    }

    private static MobileNetV2 Model() => new(new MobileNetV2Options { Classes = 3, WidthMultiplier = 0.35, Dropout = 0 });

    private static double[] Classifier(StateDict state) => [.. state.Where(entry => !IsFeature(entry)).SelectMany(entry => entry.ReadSingles()).Select(value => (double)value)];

    private static bool IsFeature(NamedTensor entry) => entry.Name.StartsWith("features");

    private static string Bytes(NamedTensor entry) => Convert.ToHexString(SHA256.HashData(entry.Data.Span));
}
