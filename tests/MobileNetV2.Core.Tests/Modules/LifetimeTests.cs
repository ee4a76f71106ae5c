using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests;

/// <summary>Nothing is left behind: live tensors are counted, not collected.</summary>
public sealed class LifetimeTests(ITestOutputHelper output)
{
    private const int WarmUpSteps = 100;
    private const int Steps = 1000;

    // TorchSharp keeps a tensor of a custom function's result for as long as the graph lives.
    private const int GraphsOwn = 1;

    // One forgotten set of gradients a step would cost a gigabyte.
    private const long ResidentMarginBytes = 32 << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_WithoutAScope_LeavesItsResultOnly(bool training)
    {
        using var sut = CreateSut();
        using var images = randn(2, 3, 64, 64);
        sut.train(training);
        using var gradients = set_grad_enabled(training);
        sut.call(images).Dispose();
        var before = TestRun.LiveTensors();

        var logits = sut.call(images);

        Tensor.TotalCount.Should().BeInRange(before + 1, before + 1 + GraphsOwn);
        logits.Dispose();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void FeatureMaps_WithoutAScope_LeavesTheMapsOnly()
    {
        using var sut = CreateSut();
        using var images = randn(2, 3, 64, 64);
        var before = TestRun.LiveTensors();

        var maps = sut.FeatureMaps(images, 4, 32);

        Tensor.TotalCount.Should().Be(before + 2);
        foreach (var map in maps)
            map.Dispose();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Embed_WithoutAScope_LeavesItsResultOnly()
    {
        using var sut = CreateSut();
        using var images = randn(2, 3, 64, 64);
        var before = TestRun.LiveTensors();

        var embedding = sut.Embed(images);

        Tensor.TotalCount.Should().BeInRange(before + 1, before + 1 + GraphsOwn);
        embedding.Dispose();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Step_WithoutAScope_LeavesNothing()
    {
        using var sut = CreateSut();
        using var images = randn(2, 3, 64, 64);
        using var labels = tensor(new long[] { 1, 2 });
        Step();
        var before = TestRun.LiveTensors();

        Step();

        Tensor.TotalCount.Should().Be(before);

        void Step()
        {
            using var logits = sut.call(images);
            using var loss = functional.cross_entropy(logits, labels);
            loss.backward();
        }
    }

    [Fact]
    public void Dispose_Network_FreesEveryTensor()
    {
        var start = TestRun.LiveTensors();
        new Parameter(zeros(1)).Dispose();
        // TorchSharp goes on counting the tensor that a parameter was made from, which is empty.
        var shells = Tensor.TotalCount - start;
        var before = TestRun.LiveTensors();

        var sut = CreateSut();
        var parameters = sut.parameters().Count();
        sut.ReplaceClassifier(5);
        sut.Dispose();

        Tensor.TotalCount.Should().Be(before + shells * (parameters + 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_FiftyTimes_DoesNotSendTheCollectorLooking(bool scoped)
    {
        using var sut = CreateSut();
        using var images = randn(2, 3, 64, 64);
        using var gradients = no_grad();
        sut.call(images).Dispose();
        var before = GC.CollectionCount(2);

        for (var i = 0; i < 50; i++)
        {
            using var scope = scoped ? NewDisposeScope() : null;
            sut.call(images).Dispose();
        }

        (GC.CollectionCount(2) - before).Should().BeLessThan(5);
    }

    [Fact]
    public void Step_AThousandTimes_KeepsTensorsAndMemoryFlat()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, HeadChannels = 128, Classes = 10 });
        using var images = randn(4, 3, 32, 32);
        using var labels = tensor(new long[] { 1, 2, 3, 4 });
        using var optimizer = optim.RMSProp(sut.parameters(), 1e-4, 0.99, 1e-8, 4e-5, 0.9);
        Train(WarmUpSteps);
        var (tensors, resident) = (TestRun.LiveTensors(), Environment.WorkingSet);

        Train(Steps - WarmUpSteps);

        var (tensorsAfter, residentAfter) = (Tensor.TotalCount, Environment.WorkingSet);
        output.WriteLine($"resident {resident / 1e6:F1} MB, then {residentAfter / 1e6:F1} MB");
        tensorsAfter.Should().Be(tensors);
        residentAfter.Should().BeLessThan(resident + ResidentMarginBytes);

        void Train(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = functional.cross_entropy(sut.call(images), labels);
                loss.backward();
                optimizer.step();
            }
        }
    }

    private static MobileNetV2 CreateSut() => new(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10 });
}
