namespace TorchSharp;

/// <summary>The nested dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? s_ofThread;

    private readonly List<DisposeScope> _scopes = [];

    internal static DisposeScopeManager OfThread => s_ofThread ??= new DisposeScopeManager();

    internal DisposeScope? Innermost => _scopes.Count > 0 ? _scopes[^1] : null;

    internal DisposeScope Open()
    {
        var scope = new DisposeScope(this, Innermost);
        _scopes.Add(scope);
        return scope;
    }

    internal void Remove(DisposeScope scope) => _scopes.Remove(scope);
}
