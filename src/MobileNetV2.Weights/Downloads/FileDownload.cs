namespace MobileNets.Weights;

/// <summary>
/// Downloads one file over https to its place on the disk. Under its final name there is the verified file or none: the bytes
/// gather in <c>FILE.part</c>, are checked there and then renamed. An interrupted download is continued, by this call or a
/// later one, and several processes that want the same file wait for the one that began.
/// </summary>
public sealed class FileDownload
{
    /// <summary>The environment variable that, set to <c>1</c>, forbids the network.</summary>
    public const string OfflineVariable = "MOBILENETV2_OFFLINE";

    private static readonly HttpClient SharedClient = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpClient _client;

    /// <summary>Describes a download; nothing happens yet.</summary>
    /// <param name="address">The https address.</param>
    /// <param name="checksum">What the file must hash to.</param>
    /// <param name="client">Sends the requests; by default one client for all. It has to refuse redirects to http, as .NET's own does.</param>
    /// <exception cref="DownloadException">The address is not an https address.</exception>
    public FileDownload(Uri address, Checksum checksum, HttpClient? client = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(checksum);
        if (!IsHttps(address))
            throw new DownloadException(address, "expected an https address", "Nothing is downloaded without encryption; give the https address.");
        Address = address;
        Checksum = checksum;
        _client = client ?? SharedClient;
    }

    /// <summary>The https address.</summary>
    public Uri Address { get; }

    /// <summary>What the file must hash to.</summary>
    public Checksum Checksum { get; }

    /// <summary>The most bytes the file may have; more are neither asked for nor kept.</summary>
    /// <value>Default 1 GiB.</value>
    public long MaximumLength { get; init; } = 1L << 30;

    /// <summary>The file's bytes, or null where they are not known ahead.</summary>
    /// <value>Default null.</value>
    public long? ExpectedLength { get; init; }

    /// <summary>How long the server may send nothing. The whole download may take any time.</summary>
    /// <value>Above zero; default 30 seconds.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call asks before it gives up on failures that may pass: a cut connection, a busy server.</summary>
    /// <value>At least 1; default 5.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause after the first failed attempt; each one after that is twice as long.</summary>
    /// <value>Zero or more; default one second.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a file that is missing is an error rather than a request.</summary>
    /// <value>Default: whether the environment variable <c>MOBILENETV2_OFFLINE</c> is <c>1</c>.</value>
    public bool IsOffline { get; init; } = EnvironmentForbidsNetwork;

    internal static bool EnvironmentForbidsNetwork => Environment.GetEnvironmentVariable(OfflineVariable) == "1";

    /// <summary>Puts the file in its place, unless it is there already and passes the check.</summary>
    /// <param name="path">The file to write. Its folder is created; a file there that fails the check is replaced.</param>
    /// <param name="progress">Told about the download; hears nothing where the file is there.</param>
    /// <param name="cancellationToken">Stops the download and keeps what has come for the next call.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="DownloadException">The file cannot be had, or is not the one that was expected.</exception>
    /// <exception cref="IOException">The disk refuses; what has come is kept.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<string> SaveAsync(
        string path, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        var fault = await FaultAsync(path, cancellationToken).ConfigureAwait(false);
        if (fault is null)
            return path;
        if (IsOffline)
            throw new DownloadException(Address, $"{path}: {fault}, and {OfflineVariable} forbids the network",
                $"Download the address elsewhere and put it there as {Path.GetFileName(path)}, or unset {OfflineVariable}.");

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var partial = await PartialFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (await FaultAsync(path, cancellationToken).ConfigureAwait(false) is null)
        {
            // Whoever had the parts before has finished.
            partial.DiscardForTarget();
            return path;
        }
        if (File.Exists(path))
            progress?.Report(new DownloadProgress(partial.Length, ExpectedLength, $"{path}: {fault}; it is downloaded again."));
        await TransferAsync(partial, progress, cancellationToken).ConfigureAwait(false);
        await VerifyAsync(partial, cancellationToken).ConfigureAwait(false);
        partial.Publish();
        return path;
    }

    internal static bool IsHttps(Uri? address) => address is { IsAbsoluteUri: true } && address.Scheme == Uri.UriSchemeHttps;

    private async Task TransferAsync(PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var delay = RetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new DownloadRequest(this, _client, partial, progress, cancellationToken);
                await request.RunAsync().ConfigureAwait(false);
                return;
            }
            catch (DownloadException exception) when (exception.IsTransient && attempt < Attempts)
            {
                progress?.Report(new DownloadProgress(partial.Length, ExpectedLength,
                    FormattableString.Invariant($"{Address}: {exception.Problem}; trying again in {delay.TotalSeconds} s.")));
            }
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            delay *= 2;
        }
    }

    private async Task VerifyAsync(PartialFile partial, CancellationToken cancellationToken)
    {
        var fault = await FaultAsync(partial.Rewind(), cancellationToken).ConfigureAwait(false);
        if (fault is null)
            return;
        partial.Discard();
        throw new DownloadException(Address, fault, "The download was damaged or the publisher changed the file; it was deleted. Try once more.");
    }

    private async Task<string?> FaultAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return "expected the file, found none";
        using var file = File.OpenRead(path);
        return await FaultAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> FaultAsync(Stream content, CancellationToken cancellationToken) =>
        ExpectedLength is { } expected && content.Length != expected
            ? $"expected {expected} bytes, found {content.Length}"
            : await Checksum.FaultAsync(content, cancellationToken).ConfigureAwait(false);
}
