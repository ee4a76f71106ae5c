using MobileNets.Weights;

namespace MobileNets.Training.Data;

/// <summary>
/// Downloads Oxford's Flowers102 (345 MB) as <see cref="Flowers102.Open"/> reads it. Only https is used, no file is used before its
/// published MD5 has been checked, and what is there already is not downloaded again; an interrupted download is continued.
/// </summary>
/// <remarks>Addresses and MD5s: <c>flowers102.py</c> of torchvision.</remarks>
/// <example><code>
/// var folder = await new Flowers102Download().SaveAsync("flowers102");
/// var data = Flowers102.Open(folder);
/// </code></example>
public sealed class Flowers102Download
{
    /// <summary>The archive of the pictures; it is deleted once they are unpacked.</summary>
    public const string ArchiveFile = "102flowers.tgz";

    // Bounds on what a wrong or hijacked server can fill the disk with; the pictures take 350 MB.
    private const long MaximumLength = 1L << 29;
    private const long MaximumUnpackedLength = 1L << 30;
    private const int MaximumEntries = 20_000;

    /// <summary>The folder on a server that has the three files.</summary>
    /// <value>Ends with a slash. Default Oxford's own: <c>https://www.robots.ox.ac.uk/~vgg/data/flowers/102/</c>.</value>
    /// <exception cref="ArgumentException">The value does not end with a slash.</exception>
    public Uri Server
    {
        get;
        init => field = value.OriginalString.EndsWith('/') ? value : throw new ArgumentException($"{value}: expected a slash at the end.", nameof(value));
    } = new("https://www.robots.ox.ac.uk/~vgg/data/flowers/102/");

    /// <summary>Sends the requests. It has to refuse redirects to http, as .NET's own does.</summary>
    /// <value>Null: one client for all downloads of the process.</value>
    public HttpClient? Client { get; init; }

    internal Checksum ArchiveChecksum { get; init; } = Checksum.Md5("52808999861908f626f3c1f4e79d11fa");

    internal Checksum LabelsChecksum { get; init; } = Checksum.Md5("e0620be6f572b9609742df49c70aed4d");

    internal Checksum SplitsChecksum { get; init; } = Checksum.Md5("a5357ecc9cb78c4bef273ce3793fc85c");

    internal bool IsOffline { get; init; } = Environment.GetEnvironmentVariable(FileDownload.OfflineVariable) == "1";

    /// <summary>Makes the folder a complete copy of the data set, whatever of it is there already.</summary>
    /// <remarks>
    /// <c>jpg/</c> appears whole or not at all: the pictures are unpacked beside it and counted first. An unpacking that was
    /// interrupted starts over.
    /// </remarks>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <param name="progress">Told about each file, from any thread.</param>
    /// <param name="cancellationToken">Stops; the next call goes on.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="DownloadException">A file cannot be had, or is not the one that was published.</exception>
    /// <exception cref="DatasetException">The archive is not what it should be, or <c>jpg/</c> is there but lacks pictures.</exception>
    /// <exception cref="IOException">The disk refuses, or another process is unpacking the same archive.</exception>
    public async Task<string> SaveAsync(
        string folder, IProgress<Flowers102Progress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.GetFullPath(folder);
        var labels = await FetchAsync(Flowers102.LabelsFile, LabelsChecksum).ConfigureAwait(false);
        await FetchAsync(Flowers102.SplitsFile, SplitsChecksum).ConfigureAwait(false);

        var count = MatFile.Read(labels)[Flowers102.LabelsKey].Values.Length;
        var images = Path.Combine(folder, Flowers102.ImagesFolder);
        if (Directory.Exists(images))
        {
            RequireComplete(images, count, "remove this folder and download again");
            return folder;
        }

        var archive = await FetchAsync(ArchiveFile, ArchiveChecksum).ConfigureAwait(false);
        await Task.Run(() => Unpack(archive, images, count, new Relay(progress, ArchiveFile, isUnpacking: true), cancellationToken), CancellationToken.None)
            .ConfigureAwait(false);
        File.Delete(archive);
        return folder;

        Task<string> FetchAsync(string file, Checksum checksum) =>
            new FileDownload(new Uri(Server, file), checksum, Client) { MaximumLength = MaximumLength, IsOffline = IsOffline }
                .SaveAsync(Path.Combine(folder, file), new Relay(progress, file, isUnpacking: false), cancellationToken);
    }

    private static void Unpack(string archive, string images, int count, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        var temporary = images + ".unpacking";
        DeleteFolder(temporary);
        try
        {
            Directory.CreateDirectory(temporary);
            new TarGzip(archive, MaximumEntries, MaximumUnpackedLength).ExtractTo(temporary, progress, cancellationToken);
            var unpacked = Path.Combine(temporary, Flowers102.ImagesFolder);
            RequireComplete(unpacked, count, $"delete {archive} and download it again");
            Directory.Move(unpacked, images);
        }
        finally
        {
            DeleteFolder(temporary);
        }
    }

    private static void RequireComplete(string images, int count, string cure)
    {
        for (var id = 1; id <= count; id++)
            if (!File.Exists(Path.Combine(images, Flowers102.ImageName(id))))
                throw new DatasetException(images, $"lacks {Flowers102.ImageName(id)}, expected {count} pictures", cure);
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private sealed class Relay(IProgress<Flowers102Progress>? progress, string file, bool isUnpacking) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => progress?.Report(new Flowers102Progress(file, isUnpacking, value));
    }
}
