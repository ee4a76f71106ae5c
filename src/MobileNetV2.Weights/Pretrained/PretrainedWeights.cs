namespace MobileNets.Weights;

/// <summary>
/// The weights that torchvision publishes for MobileNetV2, trained on ImageNet-1K: where they are, how good they are and how
/// their pictures are prepared. <see cref="FetchAsync(IProgress{DownloadProgress}?, CancellationToken)"/> gets the file.
/// </summary>
/// <remarks>Source: <c>MobileNet_V2_Weights</c> in torchvision's <c>models/mobilenetv2.py</c>.</remarks>
public sealed class PretrainedWeights
{
    private const string TorchvisionFolder = "https://download.pytorch.org/models/";

    // A bound on what a wrong or hijacked server can fill the disk with: 3.5 M float32 parameters are 14 MB.
    private const long MaximumLength = 32L << 20;

    internal PretrainedWeights(string name, string address, string sha256Prefix, double top1Accuracy, double top5Accuracy, int resizeSize)
    {
        Name = name;
        Address = new Uri(address);
        Checksum = Checksum.Sha256Prefix(sha256Prefix);
        Top1Accuracy = top1Accuracy;
        Top5Accuracy = top5Accuracy;
        Description = new ModelDescription
        {
            Labels = ImageNetLabels.Names,
            ResizeSize = resizeSize,
            TrainingSummary = FormattableString.Invariant(
                $"torchvision {name}: ImageNet-1K top-1 {top1Accuracy} %, top-5 {top5Accuracy} % (as published)"),
        };
    }

    /// <summary>torchvision's <c>IMAGENET1K_V1</c>: the paper's results, reproduced with a simple recipe.</summary>
    public static PretrainedWeights ImageNet1KV1 { get; } =
        new("IMAGENET1K_V1", TorchvisionFolder + "mobilenet_v2-b0353104.pth", "b0353104", 71.878, 90.286, resizeSize: 256);

    /// <summary>torchvision's <c>IMAGENET1K_V2</c>, its default: trained with a newer recipe.</summary>
    public static PretrainedWeights ImageNet1KV2 { get; } =
        new("IMAGENET1K_V2", TorchvisionFolder + "mobilenet_v2-7ebf99e0.pth", "7ebf99e0", 72.154, 90.822, resizeSize: 232);

    /// <summary>Every entry of this registry.</summary>
    public static IReadOnlyList<PretrainedWeights> All { get; } = [ImageNet1KV1, ImageNet1KV2];

    /// <summary>torchvision's name: <c>IMAGENET1K_V1</c>.</summary>
    public string Name { get; }

    /// <summary>The PyTorch file (<c>.pth</c>) on the publisher's server.</summary>
    public Uri Address { get; }

    /// <summary>What the file must hash to.</summary>
    public Checksum Checksum { get; }

    /// <summary>Published share of ImageNet-1K's validation pictures whose class comes first, in percent.</summary>
    public double Top1Accuracy { get; }

    /// <summary>Published share of ImageNet-1K's validation pictures whose class is among the first five, in percent.</summary>
    public double Top5Accuracy { get; }

    /// <summary>Number of trained parameters.</summary>
    public long Parameters => 3_504_872;

    /// <summary>Width, class names and the preprocessing that the accuracies were measured with.</summary>
    public ModelDescription Description { get; }

    /// <summary>The file's name in the cache.</summary>
    public string FileName => Path.GetFileName(Address.AbsolutePath);

    /// <summary>Finds weights by name.</summary>
    /// <param name="name">A <see cref="Name"/> in any case: <c>imagenet1k_v2</c>.</param>
    /// <exception cref="ArgumentException">There are none of that name; the message lists those that there are.</exception>
    public static PretrainedWeights Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(weights => weights.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"No pretrained weights are called '{name}'. There are {string.Join(", ", All.Select(weights => weights.Name))}.");
    }

    /// <summary>The verified file in the <see cref="DownloadCache"/>; downloaded first where it is not there or is damaged.</summary>
    /// <param name="progress">Told about a download; hears nothing where the cache has the file.</param>
    /// <param name="cancellationToken">Stops the download, which the next call continues.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="DownloadException">The file cannot be had, or is not the one that was published.</exception>
    /// <exception cref="IOException">The cache folder cannot be written.</exception>
    public Task<string> FetchAsync(IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FetchAsync(DownloadCache.Folder, client: null, FileDownload.EnvironmentForbidsNetwork, progress, cancellationToken);

    internal Task<string> FetchAsync(
        string folder, HttpClient? client, bool isOffline, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new FileDownload(Address, Checksum, client) { MaximumLength = MaximumLength, IsOffline = isOffline }
            .SaveAsync(Path.Combine(folder, FileName), progress, cancellationToken);
}
