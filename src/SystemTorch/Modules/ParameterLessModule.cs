namespace TorchSharp.Modules;

/// <summary>A module without parameters, buffers or submodules.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>
{
    protected ParameterLessModule(string name) : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter? param) => Refuse();

    public override void register_module(string name, torch.nn.Module? submodule) => Refuse();

    private static void Refuse() => throw new InvalidOperationException("Cannot register components on a module that is declared 'parameter-less.'");
}
