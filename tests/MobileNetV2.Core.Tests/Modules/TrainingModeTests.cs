using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

public sealed class TrainingModeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MobileNetV2 _sut = new(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10, Dropout = 0.5 });

    public void Dispose()
    {
        _sut.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Forward_Evaluating_ChangesNothing()
    {
        _sut.eval();
        var before = Snapshots.Of(_sut);

        _sut.call(randn(2, 3, 64, 64));

        Snapshots.Of(_sut).Should().Equal(before);
    }

    [Fact]
    public void Forward_Training_ChangesTheRunningStatisticsOnly()
    {
        var before = Snapshots.Of(_sut);

        _sut.call(randn(2, 3, 64, 64));

        var after = Snapshots.Of(_sut);
        after.Keys.Where(name => after[name] != before[name]).Should().BeEquivalentTo(
            _sut.Plan.StateEntries.Where(entry => entry.Kind == StateEntryKind.Buffer).Select(entry => entry.Name));
    }

    [Fact]
    public void Forward_TrainingThreeTimes_CountsTheBatches()
    {
        for (var i = 0; i < 3; i++)
            _sut.call(randn(2, 3, 64, 64));

        _sut.named_buffers().Where(entry => entry.name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Should().HaveCount(52).And.OnlyContain(entry => entry.buffer.item<long>() == 3);
    }

    [Fact]
    public void Forward_Evaluating_GivesTheSameTwiceAndOfEachImageAlone()
    {
        var images = randn(2, 3, 64, 64);

        var together = Snapshots.Evaluate(_sut, images);

        Snapshots.Evaluate(_sut, images).Should().Equal(together);
        var second = Snapshots.Evaluate(_sut, images.narrow(0, 1, 1));
        second.Zip(together[10..], (alone, among) => Math.Abs(alone - among)).Max().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Forward_Training_DropsFeaturesAtRandom()
    {
        var embedding = rand(2, 1280);

        Snapshots.Values(_sut.Classifier!.call(embedding)).Should().NotEqual(Snapshots.Values(_sut.Classifier!.call(embedding)));
    }

    [Fact]
    public void Eval_AfterTrain_ReachesEveryModule()
    {
        _sut.eval();

        _sut.named_modules().Should().NotBeEmpty().And.OnlyContain(entry => !entry.module.training);
    }
}
