namespace MobileNets.Cli.Engines;

/// <summary>A network that answers with logits, whatever computes it.</summary>
internal interface INetwork : IDisposable
{
    /// <summary>Runs over normalised pictures.</summary>
    /// <param name="images">The pictures, row-major.</param>
    /// <param name="shape">Their shape, [N, 3, H, W].</param>
    /// <param name="cancellationToken">Stops between pictures, or between batches where the engine takes them whole.</param>
    /// <returns>The logits, [N, classes] in row-major order.</returns>
    float[] Logits(ReadOnlySpan<float> images, long[] shape, CancellationToken cancellationToken);
}
