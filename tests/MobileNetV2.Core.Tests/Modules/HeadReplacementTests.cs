using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests;

/// <summary>Transfer learning: a new classifier or a head of one's own on the same features.</summary>
public sealed class HeadReplacementTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MobileNetV2 _sut = new(new MobileNetV2Options { WidthMultiplier = 0.35 });

    public void Dispose()
    {
        _sut.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void ReplaceClassifier_PublishedNetwork_Has102ClassesParameters()
    {
        using var sut = new MobileNetV2();

        sut.ReplaceClassifier(102);

        sut.parameters().Sum(parameter => parameter.numel()).Should().Be(2_354_534);
        sut.call(randn(2, 3, 32, 32)).shape.Should().Equal(2, 102);
    }

    [Fact]
    public void ReplaceClassifier_Features_KeepTheirValues()
    {
        var before = Snapshots.Of(_sut.Features);

        _sut.ReplaceClassifier(5);

        Snapshots.Of(_sut.Features).Should().Equal(before);
    }

    [Fact]
    public void ReplaceClassifier_StateNames_StayTorchvisions()
    {
        _sut.ReplaceClassifier(5);

        _sut.state_dict().Select(entry => $"{entry.Key} {string.Join('×', entry.Value.shape)}").Should().BeEquivalentTo(
            _sut.Plan.StateEntries.Select(entry => $"{entry.Name} {string.Join('×', entry.Shape)}"));
        _sut.state_dict()["classifier.1.weight"].shape.Should().Equal(5, 1280);
    }

    [Fact]
    public void ReplaceClassifier_PlanAndOptions_DescribeTheNewNetwork()
    {
        _sut.ReplaceClassifier(5, 0.4);

        _sut.Options.Should().Be(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5, Dropout = 0.4 });
        _sut.Plan.Output.Channels.Should().Be(5);
        _sut.Plan.Blocks[^1].Layers[0].DropoutProbability.Should().Be(0.4);
    }

    [Fact]
    public void ReplaceClassifier_NewWeights_AreInitialisedAsTorchvisionDoes()
    {
        _sut.ReplaceClassifier(50);

        var state = _sut.state_dict();
        state["classifier.1.bias"].abs().max().item<float>().Should().Be(0);
        state["classifier.1.weight"].var([0, 1]).sqrt().item<float>().Should().BeApproximately(0.01f, 0.0005f);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReplaceClassifier_TrainingMode_Stays(bool training)
    {
        _sut.train(training);

        _sut.ReplaceClassifier(5);

        _sut.training.Should().Be(training);
        _sut.Classifier!.training.Should().Be(training);
        _sut.named_modules().Should().OnlyContain(entry => entry.module.training == training);
    }

    [Fact]
    public void ReplaceClassifier_ConvertedNetwork_GivesAHeadOfItsType()
    {
        _sut.to(ScalarType.Float64);

        _sut.ReplaceClassifier(5);

        _sut.call(randn(2, 3, 32, 32).to(ScalarType.Float64)).dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void ReplaceClassifier_FeatureExtractor_AddsAClassifier()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false });

        sut.ReplaceClassifier(5);

        sut.call(randn(2, 3, 32, 32)).shape.Should().Equal(2, 5);
        sut.state_dict().Should().HaveCount(314);
    }

    [Fact]
    public void ReplaceClassifier_InvalidClasses_LeavesTheNetworkAlone()
    {
        var before = Snapshots.Of(_sut);
        var replace = () => _sut.ReplaceClassifier(0);

        replace.Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("Classes");
        Snapshots.Of(_sut).Should().Equal(before);
        _sut.Options.Classes.Should().Be(1000);
    }

    [Fact]
    public void ReplaceClassifier_OldClassifier_IsDisposed()
    {
        var weight = _sut.state_dict()["classifier.1.weight"];

        _sut.ReplaceClassifier(5);

        weight.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void ReplaceHead_ModuleOfOnesOwn_TakesTheClassifiersPlaceAndName()
    {
        _sut.ReplaceHead(Sequential(Linear(1280, 16), ReLU(), Linear(16, 3)));

        _sut.call(randn(2, 3, 32, 32)).shape.Should().Equal(2, 3);
        _sut.state_dict().Keys.Where(name => name.StartsWith("classifier", StringComparison.Ordinal))
            .Should().Equal("classifier.0.weight", "classifier.0.bias", "classifier.2.weight", "classifier.2.bias");
    }

    [Fact]
    public void ReplaceHead_Evaluating_PutsTheHeadIntoEvaluation()
    {
        _sut.eval();
        var head = Sequential(Dropout(0.5), Linear(1280, 3));

        _sut.ReplaceHead(head);

        head.training.Should().BeFalse();
        _sut.Classifier.Should().BeSameAs(head);
    }

    [Fact]
    public void ReplaceHead_FrozenFeatures_OnlyTheHeadLearns()
    {
        foreach (var parameter in _sut.Features.parameters())
            parameter.requires_grad_(false);
        _sut.ReplaceHead(Linear(1280, 3));

        _sut.call(randn(2, 3, 32, 32)).sum().backward();

        _sut.named_parameters().Where(entry => entry.parameter.grad is not null).Select(entry => entry.name)
            .Should().Equal("classifier.weight", "classifier.bias");
    }

    [Fact]
    public void ReplaceHead_Null_Throws()
    {
        var replace = () => _sut.ReplaceHead(null!);

        replace.Should().Throw<ArgumentNullException>();
    }
}
