using System.Security.Cryptography;

namespace MobileNets.Weights.Tests;

/// <summary>A folder, a server and what its file should be.</summary>
internal sealed class DownloadFixture(LoopbackServer server) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static byte[] Content { get; } = Bytes(seed: 1);

    public static byte[] OtherContent { get; } = Bytes(seed: 2);

    public LoopbackServer Server => server;

    public string Target => _folder.File("file.bin");

    public string Part => Target + ".part";

    public List<DownloadProgress> Progress { get; } = [];

    public IEnumerable<string> Notices => Progress.Select(progress => progress.Notice).OfType<string>();

    /// <summary>The folder's files, by name.</summary>
    public IEnumerable<string?> Files => Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order();

    public static Checksum Sha256(byte[] content) => Checksum.Sha256Prefix(Convert.ToHexString(SHA256.HashData(content))[..8]);

    public FileDownload Download(Checksum? checksum = null, int attempts = 5, long? expectedLength = null, long maximumLength = 1 << 20) =>
        new(server.Address, checksum ?? Sha256(Content), server.Client)
        {
            Attempts = attempts,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            ExpectedLength = expectedLength,
            MaximumLength = maximumLength,
            IsOffline = false,
        };

    public Task<string> SaveAsync(FileDownload? download = null, CancellationToken cancellationToken = default) =>
        (download ?? Download()).SaveAsync(Target, new Recorder(Progress.Add), cancellationToken);

    // An assertion on each of the bytes would take longer than the download.
    public void ShouldHoldTheFile() => File.ReadAllBytes(Target).SequenceEqual(Content).Should().BeTrue();

    /// <summary>Downloads until so many bytes are there, then cancels.</summary>
    public async Task CancelAtAsync(int bytes)
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(report =>
        {
            if (report.Bytes >= bytes)
                cancellation.Cancel();
        });
        await FluentActions.Awaiting(() => Download().SaveAsync(Target, progress, cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        _folder.Dispose();
    }

    private static byte[] Bytes(int seed)
    {
        var bytes = new byte[300_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    // Progress<T> would report from other threads, in any order.
    private sealed class Recorder(Action<DownloadProgress> action) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => action(value);
    }
}
