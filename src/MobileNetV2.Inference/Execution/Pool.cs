namespace MobileNets.Inference;

/// <summary>Things that are made when none is idle, and kept until the pool is disposed of. Renting one that is idle allocates nothing.</summary>
internal sealed class Pool<T>(Func<T> create) : IDisposable
    where T : class
{
    private readonly Stack<T> _idle = new();

    public T Rent()
    {
        lock (_idle)
            if (_idle.TryPop(out var item))
                return item;
        return create();
    }

    public void Return(T item)
    {
        lock (_idle)
            _idle.Push(item);
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var item))
            (item as IDisposable)?.Dispose();
    }
}
