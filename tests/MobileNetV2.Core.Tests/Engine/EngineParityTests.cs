using MobileNets.Architecture;
using MobileNets.Inference;
using MobileNets.Weights;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>The managed engine beside libtorch: the same weights, the same pictures.</summary>
public sealed class EngineParityTests
{
    private const float Tolerance = 1e-5f;

    public static TheoryData<double, int, int> Cases()
    {
        var cases = new TheoryData<double, int, int>();
        foreach (var width in new[] { 0.35, 0.5, 0.75, 1.0, 1.3, 1.4 })
            foreach (var (height, columns) in new[] { (33, 33), (97, 97), (225, 225), (224, 160) })
                cases.Add(width, height, columns);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_OfTheEngine_AreLibtorchs(double widthMultiplier, int height, int width) =>
        Compare(new MobileNetV2Options { WidthMultiplier = widthMultiplier }, height, width);

    [Fact]
    public void Logits_WithoutShortcuts_AreLibtorchs() => Compare(new MobileNetV2Options { WidthMultiplier = 0.5, Shortcut = ShortcutPlacement.None }, 97, 97);

    private static void Compare(MobileNetV2Options network, int height, int width)
    {
        var weights = UntrainedWeights.Create(new ModelDescription { Network = network });
        using var module = ModelFile.Build(weights);
        module.eval();
        using var sut = InferenceModel.From(weights, new InferenceOptions { Threads = 2, InputHeight = height, InputWidth = width });
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();

        foreach (var count in new[] { 1, 2, 7 })
        {
            var images = randn([count, 3, height, width]);
            var expected = module.call(images).data<float>().ToArray();
            var actual = new float[expected.Length];
            sut.Logits(images.data<float>().ToArray(), actual);

            var largest = expected.Max(Math.Abs);
            var difference = actual.Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max();
            (difference / largest).Should().BeLessThan(Tolerance, "batch {0}; the largest logit is {1}", count, largest);
        }
    }
}
