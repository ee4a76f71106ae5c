using static TorchSharp.torch;

namespace MobileNets.Modules;

/// <summary>
/// The features and the average pool as one operation in torch's graph. Arguments: the <see cref="FusedStep"/>, the images and
/// the features' parameters in their order; result: the embedding.
/// </summary>
internal sealed class FusedFeatures : autograd.SingleTensorFunction<FusedFeatures>
{
    private const string StepKey = "step";

    // TorchSharp copies a function's gradients after it has returned, and leaves the objects to the finalizers.
    [ThreadStatic]
    private static List<Tensor?>? t_handedOut;

    public override string Name => nameof(FusedFeatures);

    /// <summary>Frees what this thread's last backward handed to torch, which has copied it by now.</summary>
    public static void FreeHandedOut()
    {
        foreach (var gradient in t_handedOut ?? [])
            gradient?.Dispose();
        t_handedOut = null;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var step = (FusedStep)vars[0];
        var tensors = Array.ConvertAll(vars[1..], tensor => (Tensor)tensor);
        ctx.save_data(StepKey, step);
        ctx.save_for_backward([.. tensors, .. step.FrozenStatistics]);
        return step.Forward(tensors);
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        FreeHandedOut();
        var step = (FusedStep)ctx.get_data(StepKey)!;
        try
        {
            var saved = ctx.get_saved_variables();
            t_handedOut = step.Backward(saved!, grad_output);
            foreach (var tensor in saved)
                tensor?.Dispose();
            grad_output.Dispose();
        }
        catch (Exception exception)
        {
            t_handedOut = step.Refuse(exception);
        }
        return [null, .. t_handedOut];
    }
}
