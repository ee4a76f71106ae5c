using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SystemTorch.Tests.Modules;

/// <summary>What the real TorchSharp 0.107.0 was seen to do.</summary>
public sealed class RecordedSemanticsTests
{
    [Fact]
    public void Forward_SequentialWithModuleThatReturnsItsInput_DisposesTheInput()
    {
        using var input = ones(1, 2);
        using var sequential = Sequential(("0", new ReturnsInput()), ("1", ReLU()));

        using var result = sequential.call(input);

        input.IsInvalid.Should().BeTrue();
        var use = () => input.add(1);
        use.Should().Throw<InvalidOperationException>().WithMessage("Tensor invalid -- empty handle.");
    }

    [Fact]
    public void Forward_SequentialOfIdentities_KeepsTheInput()
    {
        using var input = ones(1, 2);
        using var sequential = Sequential(Identity(), Identity());

        using var result = sequential.call(input);

        input.IsInvalid.Should().BeFalse();
    }

    [Fact]
    public void Forward_CrossEntropyWithLabelSmoothing_IsTheRecordedLoss()
    {
        using var logits = zeros(2, 4);
        using var target = tensor(new[] { 0L, 1L });
        using var loss = CrossEntropyLoss();

        loss.call(logits, target).item<float>().Should().BeApproximately(1.3862944f, 1e-6f);
    }

    [Fact]
    public void LoadStateDict_MissingKey_Throws()
    {
        using var net = new TestNet();
        var state = net.state_dict();
        state.Remove("features.0.weight");
        var load = () => net.load_state_dict(state);

        load.Should().Throw<InvalidOperationException>().WithMessage("The loaded state_dict is not identical to the target dictionary.");
    }

    [Fact]
    public void LoadStateDict_ShapeThatCannotBroadcast_ThrowsLibtorchsMessage()
    {
        using var linear = Linear(3, 2, false);
        using var wrong = zeros(3, 2);
        var load = () => linear.load_state_dict(new() { ["weight"] = wrong });

        load.Should().Throw<ExternalException>().WithMessage("The size of tensor a (3) must match the size of tensor b (2)*");
    }

    [Fact]
    public void LoadStateDict_ShapeThatBroadcasts_IsAcceptedSilently()
    {
        using var linear = Linear(3, 2, false);
        using var row = ones(1, 3);

        linear.load_state_dict(new() { ["weight"] = row });

        linear.weight.data<float>().ToArray().Should().AllBeEquivalentTo(1f);
    }

    [Fact]
    public void Forward_BatchNormInTrainingWithOneValueAChannel_IsAccepted()
    {
        using var norm = BatchNorm2d(2);
        using var input = ones(1, 2, 1, 1);

        using var output = norm.call(input);

        output.shape.Should().Equal(1, 2, 1, 1);
        norm.num_batches_tracked!.item<long>().Should().Be(1);
    }

    [Fact]
    public void NamedModules_OfModule_LeavesOutTheRoot()
    {
        using var module = new WithList();

        module.named_modules().Select(entry => entry.name).Should().Equal("fc", "ml", "ml.0");
    }

    [Fact]
    public void RegisterComponents_FieldsOfEveryKind_AreRegisteredUnderTheirNames()
    {
        using var module = new WithBuffers();

        module.state_dict().Keys.Should().Equal("renamed", "buf");
    }

    [Fact]
    public void BatchNorm_Float64_CountsInItOnlyWhereItWasMadeSo()
    {
        using var converted = BatchNorm2d(2);
        converted.to(ScalarType.Float64);
        using var made = BatchNorm2d(2, 1e-5, 0.1, true, true, null, ScalarType.Float64);

        converted.num_batches_tracked!.dtype.Should().Be(ScalarType.Int64);
        made.num_batches_tracked!.dtype.Should().Be(ScalarType.Float64);
        made.running_mean!.dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void ZeroGrad_AfterBackward_SetsTheGradientToNull()
    {
        using var linear = Linear(2, 1);
        using var input = ones(1, 2);
        linear.call(input).sum().backward();
        linear.weight.grad.Should().NotBeNull();

        linear.zero_grad();

        linear.weight.grad.Should().BeNull();
    }

    [Fact]
    public void ZeroGrad_OfOptimizer_SetsTheGradientToZero()
    {
        using var linear = Linear(2, 1);
        using var input = ones(1, 2);
        using var optimizer = optim.SGD(linear.parameters(), 0.1);
        linear.call(input).sum().backward();

        optimizer.zero_grad();

        linear.weight.grad!.data<float>().ToArray().Should().Equal(0, 0);
    }

    [Fact]
    public void Eval_OnCustomModule_ReachesItsChildren()
    {
        using var net = new TestNet();

        net.eval();

        net.named_modules().Should().OnlyContain(entry => !entry.module.training);
    }

    [Fact]
    public void To_Float64_ConvertsParametersAndFloatBuffersOnly()
    {
        using var net = new TestNet();

        net.to(float64);

        net.state_dict().Where(entry => entry.Value.dtype != ScalarType.Float64).Select(entry => entry.Key).Should().Equal("features.1.num_batches_tracked");
        net.parameters().Should().OnlyContain(parameter => parameter.requires_grad && parameter.is_leaf);
        using var input = ones(new long[] { 1, 3, 5, 5 }, float64);
        net.call(input).dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void Dispose_ModuleTwice_IsHarmless()
    {
        var net = new TestNet();
        net.Dispose();

        var again = () => net.Dispose();

        again.Should().NotThrow();
    }

    private sealed class ReturnsInput() : Module<Tensor, Tensor>("ReturnsInput")
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class WithList : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(2, 2);
        private readonly ModuleList<Linear> ml = ModuleList(Linear(2, 2));

        public WithList() : base("WithList") => RegisterComponents();

        public override Tensor forward(Tensor input) => ml[0].call(fc.call(input));
    }

    private sealed class WithBuffers : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "renamed")] private readonly Parameter weight = new(ones(2));
        private readonly Tensor buf = zeros(1);

        public WithBuffers() : base("WithBuffers")
        {
            RegisterComponents();
            register_buffer("hidden", zeros(1), persistent: false);
        }

        public override Tensor forward(Tensor input) => input * weight + buf;
    }
}
