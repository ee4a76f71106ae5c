using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>Each inverted residual of the network alone, beside libtorch in float32 and float64.</summary>
public sealed class FusedBlockTests
{
    private const int Images = 3;

    // Nearer to a limit of ReLU6 than this, rounding may decide on which side a number is.
    private const double Margin = 2e-6;

    // By way of the input's covariance.
    private const string ExpansionScale = "conv.0.1.weight";
    private const double MostOfFoldedScale = 5e-5;

    public static TheoryData<int, Folding, string> Blocks()
    {
        var cases = new TheoryData<int, Folding, string>();
        var blocks = MobileNetV2Plan.Create().Blocks;
        for (var block = 1; block <= 17; block++)
            foreach (var folding in Enum.GetValues<Folding>())
                foreach (var kernels in KernelSet.Supported)
                    if (folding == Folding.None || (block > 1 && !(folding == Folding.InputAndExpansion && blocks[block].HasShortcut)))
                        cases.Add(block, folding, kernels.Name);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Passes_OfABlock_AreAsCloseToFloat64AsLibtorchs(int index, Folding folding, string kernels)
    {
        using var scope = NewDisposeScope();
        var plan = MobileNetV2Plan.Create().Blocks[index];
        var (height, width) = index < 7 ? (12, 17) : (7, 7);
        for (var seed = 1; ; seed++)
        {
            seed.Should().BeLessThan(100, "some seed keeps clear of the limits");
            manual_seed(seed);
            using var single = new MobileNets.Modules.InvertedResidual(plan);
            using var reference = new MobileNets.Modules.InvertedResidual(plan);
            foreach (var (_, parameter) in single.named_parameters())
                using (no_grad())
                    if (parameter.dim() == 1)
                        parameter.add_(randn(parameter.shape), 0.3);
            reference.load_state_dict(single.state_dict());
            reference.to(ScalarType.Float64);
            var input = randn([Images, plan.Input.Channels, height, width]).mul(4096).to(ScalarType.Int64).to(ScalarType.Float32) / 4096;
            if (!KeepsClearOfLimits(reference, input.to(ScalarType.Float64)))
                continue;
            var direction = randn([Images, plan.Output.Channels, (height - 1) / plan.Stride + 1, (width - 1) / plan.Stride + 1]);

            var ours = BlockRun.Of(single, input, direction, KernelSet.Supported.First(set => set.Name == kernels), folding);
            var torch32 = Run(single, input, direction);
            var torch64 = Run(reference, input.to(ScalarType.Float64), direction.to(ScalarType.Float64));
            foreach (var (name, expected) in torch64)
            {
                var theirs = RawTensors.RelativeError(torch32[name], expected);
                var most = folding != Folding.None && name == ExpansionScale ? MostOfFoldedScale : 3 * theirs + 3e-7;
                RawTensors.RelativeError(ours[name], expected).Should().BeLessThan(most, "of {0}, libtorch's is {1}", name, theirs);
            }
            return;
        }
    }

    private static Dictionary<string, Tensor> Run(MobileNets.Modules.InvertedResidual module, Tensor images, Tensor direction)
    {
        var input = images.clone().requires_grad_(true);
        var output = module.call(input);
        output.backward([direction]);
        var results = new Dictionary<string, Tensor> { ["output"] = output.detach(), ["input"] = input.grad! };
        foreach (var (name, parameter) in module.named_parameters())
            results[name] = parameter.grad!;
        return results;
    }

    private static bool KeepsClearOfLimits(MobileNets.Modules.InvertedResidual module, Tensor input)
    {
        using var gradients = no_grad();
        var map = input;
        foreach (var (_, layer) in module.named_modules().OrderBy(entry => entry.name, StringComparer.Ordinal))
        {
            if (layer is TorchSharp.Modules.Conv2d convolution)
                map = convolution.call(map);
            if (layer is TorchSharp.Modules.BatchNorm2d norm)
            {
                map = nn.functional.batch_norm(map, zeros_like(norm.running_mean!), zeros_like(norm.running_var!), norm.weight, norm.bias, true, 0.1, 1e-5);
                if (map.abs().min().item<double>() < Margin || map.sub(6).abs().min().item<double>() < Margin)
                    return false;
                map = map.clamp(0, 6);
            }
        }
        return true;
    }
}
