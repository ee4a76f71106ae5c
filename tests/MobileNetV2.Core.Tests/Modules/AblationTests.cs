using MobileNets.Architecture;
using MobileNets.Modules.Tests.Parity;
using MobileNets.Weights;
using MobileNets.Weights.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests;

/// <summary>Networks with a ReLU6 bottleneck or other shortcuts (paper, figure 6), beside the same computed by hand with torch's operators.</summary>
public sealed class AblationTests : IDisposable
{
    // The paper's table 2, written once more: (t, n, s).
    private static readonly (int Expansion, int Repeats, int Stride)[] s_table = [(1, 1, 1), (6, 2, 2), (6, 3, 2), (6, 4, 2), (6, 3, 1), (6, 3, 2), (6, 1, 1)];

    private readonly string _folder = Directory.CreateTempSubdirectory("ablation-tests-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<BottleneckActivation, ShortcutPlacement> Variants()
    {
        var variants = new TheoryData<BottleneckActivation, ShortcutPlacement>();
        foreach (var bottleneck in Enum.GetValues<BottleneckActivation>())
            foreach (var shortcut in Enum.GetValues<ShortcutPlacement>())
                variants.Add(bottleneck, shortcut);
        return variants;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Call_AnyVariant_IsTheSameByHand(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var sut = CreateSut(bottleneck, shortcut);
        var images = Images();

        var logits = sut.call(images);

        var expected = Reference(sut.state_dict(), images, bottleneck, shortcut);
        Deviation.Relative(Deviation.Doubles(logits), Deviation.Doubles(expected)).Should().BeLessThan(1e-12);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Backward_AnyVariant_GivesTheGradientsByHand(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var sut = CreateSut(bottleneck, shortcut);
        var images = Images();
        Dictionary<string, Tensor> Gradients(Tensor logits)
        {
            sut.zero_grad();
            logits.pow(2).sum().backward();
            return sut.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!.clone());
        }

        var gradients = Gradients(sut.call(images));

        var expected = Gradients(Reference(sut.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)).Concat(sut.named_buffers().Select(entry => (entry.name, entry.buffer))).ToDictionary(entry => entry.name, entry => entry.Item2), images, bottleneck, shortcut));
        foreach (var (name, gradient) in gradients)
        {
            gradient.abs().max().item<double>().Should().BeGreaterThan(0, name);
            Deviation.Relative(Deviation.Doubles(gradient), Deviation.Doubles(expected[name])).Should().BeLessThan(1e-9, name);
        }
    }

    [Fact]
    public void Call_Variants_AllDiffer()
    {
        var images = Images();

        var results = Variants().Select(variant => CreateSut((BottleneckActivation)variant[0], (ShortcutPlacement)variant[1]).call(images).sum().item<double>());

        results.Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Parameters_AnyVariant_AreThePublished(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { Bottleneck = bottleneck, Shortcut = shortcut });

        sut.parameters().Sum(parameter => parameter.numel()).Should().Be(3_504_872);
        sut.state_dict().Keys.Should().BeEquivalentTo(MobileNetV2Plan.Create().StateEntries.Select(entry => entry.Name));
    }

    [Fact]
    public void FeatureMaps_ShortcutBetweenExpansions_AreThoseOfTheWholeNetwork()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Shortcut = ShortcutPlacement.Expansion, IncludeClassifier = false });
        sut.eval();
        var images = randn(2, 3, 64, 64);

        var map = sut.FeatureMaps(images, 32).Single();

        Snapshots.Values(map).Should().Equal(Snapshots.Values(sut.call(images)));
        Snapshots.Values(sut.Embed(images)).Should().Equal(Snapshots.Values(functional.adaptive_avg_pool2d(map, 1)));
    }

    [Fact]
    public void Features_ShortcutBetweenExpansions_CannotBeCalledWithoutTheNetwork()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Shortcut = ShortcutPlacement.Expansion });

        sut.Invoking(network => network.Features.call(randn(2, 3, 64, 64))).Should().Throw<InvalidOperationException>().WithMessage("features.4 adds the expanded map*");
    }

    [Theory]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck, "features.1 has a ReLU6 bottleneck")]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.Expansion, "features.4 has a shortcut between expansions")]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.None, null)]
    public void FusedObstacle_Variant_IsNamed(BottleneckActivation bottleneck, ShortcutPlacement shortcut, string? expected)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Bottleneck = bottleneck, Shortcut = shortcut });
        var images = randn(2, 3, 64, 64);

        sut.FusedObstacle(images).Should().Be(expected);
        sut.call(images).sum().backward();
        sut.parameters().Select(parameter => parameter.grad).Should().NotContainNulls();
        sut.Compute = ComputeMode.Fused;
        if (expected is not null)
            sut.Invoking(network => network.call(images)).Should().Throw<InvalidOperationException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public void Step_NoShortcutFused_IsTorchs()
    {
        manual_seed(3);
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 7, Shortcut = ShortcutPlacement.None }) { Compute = ComputeMode.Fused };
        using var twin = Fused.Twins.OfTorch(sut);
        var images = Fused.Twins.Images(4, 64, 64);

        var (logits, _) = Fused.Twins.Step(sut, images);
        var (expected, _) = Fused.Twins.Step(twin, images);

        Fused.Twins.Distance(logits, expected).Should().BeLessThan(1e-3);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void SaveThenLoad_AnyVariant_IsWhatItWas(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3, Bottleneck = bottleneck, Shortcut = shortcut };
        using var model = new MobileNetV2(options);
        model.LoadStateDict(VariedWeights.Of(model.Plan));
        model.eval();
        var images = randn(2, 3, 64, 64);
        var file = Path.Combine(_folder, "net.safetensors");
        ModelFile.Save(file, model, new ModelDescription());

        var (copy, description) = ModelFile.Load(file);

        using var _ = copy;
        description.Network.Should().Be(options);
        Snapshots.Values(copy.call(images)).Should().Equal(Snapshots.Values(model.call(images)));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ToStateDict_AnyVariant_IsRecognisedAsWhatItIs(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3, Bottleneck = bottleneck, Shortcut = shortcut });

        var network = ModelWeights.From(sut.ToStateDict()).Description.Network;

        (network.Bottleneck, network.Shortcut, network.Classes).Should().Be((bottleneck, shortcut, 3));
    }

    private static MobileNetV2 CreateSut(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5, Bottleneck = bottleneck, Shortcut = shortcut });
        sut.LoadStateDict(VariedWeights.Of(sut.Plan));
        sut.to(ScalarType.Float64);
        sut.eval();
        return sut;
    }

    private static Tensor Images()
    {
        manual_seed(2);
        return randn([2, 3, 65, 64], ScalarType.Float64);
    }

    // In evaluation mode.
    private static Tensor Reference(Dictionary<string, Tensor> state, Tensor images, BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        Tensor Filter(Tensor map, string convolution, string norm, long stride = 1)
        {
            var weight = state[$"{convolution}.weight"];
            var (kernel, groups) = (weight.shape[2], weight.shape[1] == 1 ? weight.shape[0] : 1);
            var filtered = functional.conv2d(map, weight, null, [stride, stride], [kernel / 2, kernel / 2], [1, 1], groups);
            return functional.batch_norm(filtered, state[$"{norm}.running_mean"], state[$"{norm}.running_var"], state[$"{norm}.weight"], state[$"{norm}.bias"], eps: 1e-5);
        }

        var map = Filter(images, "features.0.0", "features.0.1", stride: 2).clamp(0, 6);
        var (index, toNext) = (1, (Tensor?)null);
        foreach (var (expansion, repeats, stride) in s_table)
        {
            for (var i = 0; i < repeats; i++, index++)
            {
                var (name, layer, x, isBridged) = ($"features.{index}.conv", 0, map, i > 0);
                if (expansion > 1)
                {
                    x = Filter(x, $"{name}.0.0", $"{name}.0.1").clamp(0, 6);
                    layer = 1;
                    if (shortcut == ShortcutPlacement.Expansion && toNext is not null)
                        x = x + toNext;
                    toNext = isBridged ? x : null;
                }
                x = Filter(x, $"{name}.{layer}.0", $"{name}.{layer}.1", i == 0 ? stride : 1).clamp(0, 6);
                x = Filter(x, $"{name}.{layer + 1}", $"{name}.{layer + 2}");
                if (bottleneck == BottleneckActivation.ReLU6)
                    x = x.clamp(0, 6);
                map = shortcut == ShortcutPlacement.Bottleneck && isBridged ? map + x : x;
            }
        }
        map = Filter(map, "features.18.0", "features.18.1").clamp(0, 6);
        return functional.linear(map.mean([2, 3]), state["classifier.1.weight"], state["classifier.1.bias"]);
    }
}
