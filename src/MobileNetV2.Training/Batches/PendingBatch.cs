namespace MobileNets.Training.Batches;

/// <summary>A batch whose pictures several workers fill in.</summary>
/// <param name="batch">The batch, without content yet.</param>
/// <param name="firstPosition">The position of its first picture.</param>
internal sealed class PendingBatch(Batch batch, int firstPosition)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = batch.Count;

    public Batch Batch => batch;

    /// <summary>Ends with the last picture, or with the first failure.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Makes one picture.</summary>
    public void Fill(int index, PreparePicture prepare)
    {
        try
        {
            batch.SetLabel(index, prepare(firstPosition + index, batch.Picture(index)));
            if (Interlocked.Decrement(ref _missing) > 0)
                return;
            batch.RemoveMissing();
            _completion.TrySetResult();
        }
        catch (Exception exception)
        {
            _completion.TrySetException(exception);
            _ = _completion.Task.Exception; // observed, even if nobody waits for the batch any more
        }
    }
}
