namespace MobileNets.Weights;

/// <summary>A file cannot be downloaded, or is not the one that was expected.</summary>
/// <remarks>A disk that refuses is an <see cref="IOException"/> instead.</remarks>
public sealed class DownloadException : Exception
{
    /// <summary>Says what failed and how to mend it, in one line.</summary>
    /// <param name="address">What was to be downloaded.</param>
    /// <param name="problem">What happened, without a full stop.</param>
    /// <param name="cure">What the user can do, as a sentence.</param>
    /// <param name="isTransient">Whether the same request may succeed a moment later.</param>
    /// <param name="innerException">The lower-level failure, if there was one.</param>
    public DownloadException(Uri address, string problem, string cure, bool isTransient = false, Exception? innerException = null)
        : base($"{address}: {problem}. {cure}", innerException)
    {
        Address = address;
        Problem = problem;
        IsTransient = isTransient;
    }

    /// <summary>What was to be downloaded.</summary>
    public Uri Address { get; }

    /// <summary>What happened, without a full stop.</summary>
    public string Problem { get; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public bool IsTransient { get; }
}
