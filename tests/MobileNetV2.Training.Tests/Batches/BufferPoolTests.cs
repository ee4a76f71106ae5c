namespace MobileNets.Training.Batches.Tests;

public sealed class BufferPoolTests
{
    [Fact]
    public void Rent_AfterReturn_GivesTheSameBuffer()
    {
        var pool = new BufferPool(length: 5, capacity: 1);
        var buffer = pool.Rent();
        pool.Return(buffer);

        pool.Rent().Should().BeSameAs(buffer).And.HaveCount(5);
        pool.Rent().Should().NotBeSameAs(buffer);
    }

    [Fact]
    public void Return_BeyondTheCapacity_KeepsNoMore()
    {
        var pool = new BufferPool(length: 5, capacity: 1);
        var (first, second) = (pool.Rent(), pool.Rent());
        pool.Return(first);
        pool.Return(second);

        pool.Rent().Should().BeSameAs(first);
        pool.Rent().Should().NotBeSameAs(second);
    }

    [Fact]
    public void Dispose_OfABatchTwice_ReturnsItsBufferOnce()
    {
        var pool = new BufferPool(3 * 2 * 2, capacity: 2);
        var batch = new Batch(count: 1, size: 2, pool);
        batch.Dispose();
        batch.Dispose();

        pool.Rent().Should().NotBeSameAs(pool.Rent());
        batch.Invoking(b => b.Pixels.Length).Should().Throw<ObjectDisposedException>();
    }
}
