namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>Takes <paramref name="data"/>'s place, in its dispose scope too; <paramref name="data"/> is empty afterwards.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true) : this(data, data.OwningDisposeScope, requires_grad)
    {
    }

    private Parameter(torch.Tensor data, DisposeScope? scope, bool requires_grad) : base(data.with_requires_grad(requires_grad).DecoupleFromNativeHandle())
    {
        if (scope is null)
            DetachFromDisposeScope();
        else
            MoveToOtherDisposeScope(scope);
    }
}
