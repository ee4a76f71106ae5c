using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Autograd;

/// <summary>exp(x) · y, by hand; what is not a tensor among the arguments comes along.</summary>
internal sealed class ExpTimes : autograd.SingleTensorFunction<ExpTimes>
{
    public override string Name => nameof(ExpTimes);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        is_grad_enabled().Should().BeFalse("the forward is not recorded");
        var result = ((Tensor)vars[0]).exp() * (Tensor)vars[1];
        ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1], null]);
        ctx.save_data("note", vars[2]);
        return result;
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ctx.get_data("note").Should().Be("note");
        ctx.get_data("nothing").Should().BeNull();
        var saved = ctx.get_saved_variables();
        saved.Should().HaveCount(3);
        saved[2].Should().BeNull();
        var exp = saved[0]!.exp();
        return [grad_output * exp * saved[1]!, grad_output * exp, null];
    }
}

/// <summary>x → (2x, x + y): outputs that may get no gradient, and, when asked, no zeros in its stead.</summary>
internal sealed class DoubleAndSum : autograd.MultiTensorFunction<DoubleAndSum>
{
    public override string Name => nameof(DoubleAndSum);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads((bool)vars[2]);
        return [(Tensor)vars[0] * 2, (Tensor)vars[0] + (Tensor)vars[1]];
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        grad_outputs.Should().HaveCount(2);
        grad_outputs[1].IsInvalid.Should().Be(!ctx.MaterializeGrads);
        var first = grad_outputs[0] * 2;
        return ctx.MaterializeGrads ? [first + grad_outputs[1], grad_outputs[1], null] : [first, null, null, null];
    }
}

/// <summary>Saves its output; x → √x.</summary>
internal sealed class Root : autograd.SingleTensorFunction<Root>
{
    public override string Name => nameof(Root);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var root = ((Tensor)vars[0]).sqrt();
        ctx.save_for_backward([root]);
        return root;
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output / (ctx.get_saved_variables()[0]! * 2)];
}

/// <summary>Does what its second argument says.</summary>
internal sealed class Scripted : autograd.MultiTensorFunction<Scripted>
{
    public override string Name => nameof(Scripted);

    public sealed record Script(
        Func<autograd.AutogradContext, Tensor, List<Tensor>> Forward,
        Func<autograd.AutogradContext, List<Tensor>, List<Tensor?>> Backward);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("script", vars[1]);
        return ((Script)vars[1]).Forward(ctx, (Tensor)vars[0]);
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        ((Script)ctx.get_data("script")!).Backward(ctx, grad_outputs);
}
