namespace MobileNets.Weights.Tests;

/// <summary>The numbers are those of <c>MobileNet_V2_Weights</c> in torchvision 0.14.1's <c>models/mobilenetv2.py</c>.</summary>
public sealed class PretrainedWeightsTests
{
    [Theory]
    [InlineData("IMAGENET1K_V1", "https://download.pytorch.org/models/mobilenet_v2-b0353104.pth", "SHA256 b0353104…", 71.878, 90.286, 256)]
    [InlineData("IMAGENET1K_V2", "https://download.pytorch.org/models/mobilenet_v2-7ebf99e0.pth", "SHA256 7ebf99e0…", 72.154, 90.822, 232)]
    public void Find_TorchvisionsName_HasItsFacts(string name, string address, string checksum, double top1, double top5, int resize)
    {
        var weights = PretrainedWeights.Find(name.ToLowerInvariant());

        weights.Name.Should().Be(name);
        weights.Address.Should().Be(new Uri(address));
        weights.Checksum.ToString().Should().Be(checksum);
        weights.Top1Accuracy.Should().Be(top1);
        weights.Top5Accuracy.Should().Be(top5);
        weights.Parameters.Should().Be(3504872);
        weights.Description.ResizeSize.Should().Be(resize);
        weights.Description.InputSize.Should().Be(224);
        weights.Description.Network.WidthMultiplier.Should().Be(1.0);
        weights.Description.Labels.Should().Equal(ImageNetLabels.Names);
        weights.Description.TrainingSummary.Should().Be($"torchvision {name}: ImageNet-1K top-1 {top1} %, top-5 {top5} % (as published)");
    }

    [Fact]
    public void All_Entries_AreFoundByNameAndDescribeValidModels()
    {
        PretrainedWeights.All.Should().Equal(PretrainedWeights.ImageNet1KV1, PretrainedWeights.ImageNet1KV2);
        foreach (var weights in PretrainedWeights.All)
        {
            PretrainedWeights.Find(weights.Name).Should().BeSameAs(weights);
            weights.Description.ToMetadata().Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes() =>
        FluentActions.Invoking(() => PretrainedWeights.Find("imagenet21k")).Should().Throw<ArgumentException>()
            .WithMessage("No pretrained weights are called 'imagenet21k'. There are IMAGENET1K_V1, IMAGENET1K_V2.");

    [Fact]
    public async Task FetchAsync_Twice_AsksOnce()
    {
        await using var server = await LoopbackServer.StartAsync("abc"u8.ToArray());
        using var folder = new TemporaryFolder();
        var weights = Abc(server.Address);

        var first = await weights.FetchAsync(folder.File("cache"), server.Client, isOffline: false);
        var second = await weights.FetchAsync(folder.File("cache"), server.Client, isOffline: false);

        first.Should().Be(Path.Combine(folder.File("cache"), "file.bin")).And.Be(second);
        File.ReadAllText(first).Should().Be("abc");
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task FetchAsync_Offline_SaysWhatToPutWhere()
    {
        await using var server = await LoopbackServer.StartAsync("abc"u8.ToArray());
        using var folder = new TemporaryFolder();

        await FluentActions.Awaiting(() => Abc(server.Address).FetchAsync(folder.Path, server.Client, isOffline: true))
            .Should().ThrowAsync<DownloadException>().WithMessage($"{server.Address}: {folder.File("file.bin")}: *MOBILENETV2_OFFLINE*");

        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task FetchAsync_MuchLargerThanWeights_IsRefused()
    {
        await using var server = await LoopbackServer.StartAsync(new byte[40 << 20]);
        using var folder = new TemporaryFolder();

        await FluentActions.Awaiting(() => Abc(server.Address).FetchAsync(folder.Path, server.Client, isOffline: false))
            .Should().ThrowAsync<DownloadException>().WithMessage("*at most 33554432 bytes, found 41943040*");
    }

    // SHA-256 of "abc": FIPS 180-4.
    private static PretrainedWeights Abc(Uri address) => new("ABC", address.ToString(), "ba7816bf", top1Accuracy: 1, top5Accuracy: 2, resizeSize: 256);
}
