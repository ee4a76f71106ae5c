namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>Shares <paramref name="data"/>'s storage; <paramref name="data"/> itself stays the caller's.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad).DecoupleFromNativeHandle())
    {
        if (data.OwningDisposeScope is null)
            DetachFromDisposeScope();
    }
}
