using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using MobileNets.Weights;
using MobileNets.Weights.Tests;

namespace MobileNets.Training.Data.Tests;

public sealed class Flowers102DownloadTests : IDisposable
{
    private static readonly byte[] Labels = File.ReadAllBytes(ReferenceFiles.PathOf("imagelabels.mat")); // six pictures
    private static readonly byte[] Splits = File.ReadAllBytes(ReferenceFiles.PathOf("setid.mat"));
    private static readonly byte[] Archive = Pictures(6);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_HasTheAddressAndSumsOfTorchvision()
    {
        var download = new Flowers102Download();

        download.Server.Should().Be("https://www.robots.ox.ac.uk/~vgg/data/flowers/102/");
        download.ArchiveChecksum.ToString().Should().Be("MD5 52808999861908f626f3c1f4e79d11fa");
        download.LabelsChecksum.ToString().Should().Be("MD5 e0620be6f572b9609742df49c70aed4d");
        download.SplitsChecksum.ToString().Should().Be("MD5 a5357ecc9cb78c4bef273ce3793fc85c");
    }

    [Fact]
    public void New_ServerWithoutSlash_Throws() =>
        FluentActions.Invoking(() => new Flowers102Download { Server = new Uri("https://localhost/flowers") }).Should().Throw<ArgumentException>();

    [Fact]
    public async Task SaveAsync_NewFolder_IsACompleteDataSet()
    {
        await using var server = await StartAsync();
        var progress = new Recorder();

        var folder = await Sut(server).SaveAsync(Target, progress);

        folder.Should().Be(Target);
        ShouldBeComplete();
        _requests.Should().BeEquivalentTo("imagelabels.mat", "setid.mat", "102flowers.tgz");
        progress.Reports.Select(report => (report.File, report.IsUnpacking)).Distinct().Should().Equal(
            ("imagelabels.mat", false), ("setid.mat", false), ("102flowers.tgz", false), ("102flowers.tgz", true));
    }

    [Fact]
    public async Task SaveAsync_CompleteFolder_AsksForNothing()
    {
        await using var server = await StartAsync();
        await Sut(server).SaveAsync(Target);
        _requests.Clear();

        await Sut(server).SaveAsync(Target);

        _requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_ConnectionCutInTheArchive_GoesOn()
    {
        var isCut = false;
        await using var server = await StartAsync(context =>
        {
            if (isCut || NameOf(context) != "102flowers.tgz")
                return null;
            isCut = true;
            return LoopbackServer.CutAsync(context, Archive, Archive.Length / 2);
        });

        await Sut(server).SaveAsync(Target);

        ShouldBeComplete();
        server.Requests[^1].Range.Should().Be($"bytes={Archive.Length / 2}-");
    }

    [Theory]
    [InlineData("imagelabels.mat")]
    [InlineData("setid.mat")]
    [InlineData("102flowers.tgz")]
    public async Task SaveAsync_OtherContentThanPublished_IsNotUsed(string file)
    {
        await using var server = await StartAsync(context => NameOf(context) == file ? LoopbackServer.ServeAsync(context, [1, 2, 3]) : null);

        await Sut(server).Awaiting(sut => sut.SaveAsync(Target)).Should().ThrowAsync<DownloadException>().WithMessage($"*{file}: expected MD5 *, found *");

        File.Exists(Path.Combine(Target, file)).Should().BeFalse();
        Directory.Exists(Path.Combine(Target, "jpg")).Should().BeFalse();
    }

    [Fact]
    public async Task SaveAsync_UnpackingWasInterrupted_StartsOverWithoutADownload()
    {
        await using var server = await StartAsync();
        _folder.Write("flowers/102flowers.tgz", Archive);
        _folder.Write("flowers/jpg.unpacking/jpg/image_00001.jpg", 1);

        await Sut(server).SaveAsync(Target);

        ShouldBeComplete();
        _requests.Should().NotContain("102flowers.tgz");
    }

    [Fact]
    public async Task SaveAsync_CancelledWhileUnpacking_LeavesNoFolderAndGoesOnLater()
    {
        await using var server = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(report =>
        {
            if (report.IsUnpacking)
                cancellation.Cancel();
        });

        await Sut(server).Awaiting(sut => sut.SaveAsync(Target, progress, cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
        Files().Should().Equal("102flowers.tgz", "imagelabels.mat", "setid.mat");
        await Sut(server).SaveAsync(Target);

        ShouldBeComplete();
        _requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task SaveAsync_AnotherIsUnpacking_IsRefused()
    {
        await using var server = await StartAsync();
        var archive = _folder.Write("flowers/102flowers.tgz", Archive);
        using var held = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.None);

        await Sut(server).Awaiting(sut => sut.SaveAsync(Target)).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task SaveAsync_PictureMissingInTheFolder_NamesItAndLeavesTheOthers()
    {
        await using var server = await StartAsync();
        await Sut(server).SaveAsync(Target);
        File.Delete(Path.Combine(Target, "jpg", "image_00003.jpg"));

        await Sut(server).Awaiting(sut => sut.SaveAsync(Target)).Should().ThrowAsync<DatasetException>()
            .WithMessage("*jpg: lacks image_00003.jpg, expected 6 pictures; remove this folder and download again");

        Directory.GetFiles(Path.Combine(Target, "jpg")).Should().HaveCount(5);
    }

    [Fact]
    public async Task SaveAsync_PictureMissingInTheArchive_PutsNoFolderInPlace()
    {
        var archive = Pictures(5);
        await using var server = await StartAsync(context => NameOf(context) == "102flowers.tgz" ? LoopbackServer.ServeAsync(context, archive) : null);

        await Sut(server, archive).Awaiting(sut => sut.SaveAsync(Target)).Should().ThrowAsync<DatasetException>().WithMessage("*lacks image_00006.jpg*102flowers.tgz*");

        Files().Should().Equal("102flowers.tgz", "imagelabels.mat", "setid.mat");
    }

    [Fact]
    public async Task SaveAsync_HostileArchive_IsRefusedAndLeavesNothingBehind()
    {
        var archive = TarBytes.Archive(TarBytes.File("jpg/image_00001.jpg", TestPicture.Jpeg), TarBytes.File("../evil", 1));
        await using var server = await StartAsync(context => NameOf(context) == "102flowers.tgz" ? LoopbackServer.ServeAsync(context, archive) : null);

        await Sut(server, archive).Awaiting(sut => sut.SaveAsync(Target)).Should().ThrowAsync<DatasetException>().WithMessage("*'../evil'*");

        Files().Should().Equal("102flowers.tgz", "imagelabels.mat", "setid.mat");
    }

    [Fact]
    public async Task SaveAsync_NoHttps_IsRefused()
    {
        var sut = new Flowers102Download { Server = new Uri("http://127.0.0.1/") };

        await sut.Awaiting(s => s.SaveAsync(Target)).Should().ThrowAsync<DownloadException>().WithMessage("*expected an https address*");
    }

    private string Target => Path.Combine(_folder.Path, "flowers");

    private static byte[] Pictures(int count) =>
        TarBytes.Archive([TarBytes.Folder("jpg/"), .. Enumerable.Range(1, count).Select(id => TarBytes.File($"jpg/image_{id:D5}.jpg", TestPicture.Jpeg))]);

    private static string NameOf(HttpContext context) => Path.GetFileName(context.Request.Path.Value!);

    private Task<LoopbackServer> StartAsync(Func<HttpContext, Task?>? answer = null) => LoopbackServer.StartAsync((context, _) =>
    {
        _requests.Enqueue(NameOf(context));
        return answer?.Invoke(context) ?? LoopbackServer.ServeAsync(context, NameOf(context) switch
        {
            "imagelabels.mat" => Labels,
            "setid.mat" => Splits,
            _ => Archive,
        });
    });

    private static Flowers102Download Sut(LoopbackServer server, byte[]? archive = null) => new()
    {
        Server = new Uri(server.Address, "."),
        Client = server.Client,
        LabelsChecksum = Md5(Labels),
        SplitsChecksum = Md5(Splits),
        ArchiveChecksum = Md5(archive ?? Archive),
        IsOffline = false,
    };

    private static Checksum Md5(byte[] content) => Checksum.Md5(Convert.ToHexString(MD5.HashData(content)));

    private IEnumerable<string?> Files() => Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void ShouldBeComplete()
    {
        Files().Should().Equal("imagelabels.mat", "jpg", "setid.mat");
        var data = ImageDataset.Open(Target);
        Enum.GetValues<Split>().Sum(split => data.Samples(split).Count).Should().Be(6);
    }

    private sealed class Recorder(Action<Flowers102Progress>? action = null) : IProgress<Flowers102Progress>
    {
        public ConcurrentQueue<Flowers102Progress> Reports { get; } = new();

        public void Report(Flowers102Progress value)
        {
            Reports.Enqueue(value);
            action?.Invoke(value);
        }
    }
}
