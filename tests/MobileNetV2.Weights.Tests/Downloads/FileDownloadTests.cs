using System.Security.Cryptography;

namespace MobileNets.Weights.Tests;

public sealed class FileDownloadTests
{
    private static readonly byte[] Content = DownloadFixture.Content;

    [Fact]
    public async Task SaveAsync_NewFile_IsThereWholeAndAlone()
    {
        await using var fixture = await CreateAsync();

        var path = await fixture.SaveAsync();

        path.Should().Be(fixture.Target);
        fixture.ShouldHoldTheFile();
        fixture.Files.Should().Equal("file.bin");
        fixture.Server.Requests.Should().Equal((null, null));
    }

    [Fact]
    public async Task SaveAsync_NewFile_ProgressRisesToTheTotal()
    {
        await using var fixture = await CreateAsync();

        await fixture.SaveAsync();

        fixture.Progress.Should().OnlyContain(progress => progress.Total == Content.Length && progress.Notice == null);
        fixture.Progress.Select(progress => progress.Bytes).Should().BeInAscendingOrder().And.EndWith(Content.Length).And.StartWith(0);
    }

    [Fact]
    public async Task SaveAsync_Md5AndLength_AreChecked()
    {
        await using var fixture = await CreateAsync();
        var download = fixture.Download(Checksum.Md5(Convert.ToHexString(MD5.HashData(Content))), expectedLength: Content.Length);

        await fixture.SaveAsync(download);

        fixture.ShouldHoldTheFile();
    }

    [Fact]
    public async Task SaveAsync_FileIsThere_AsksNothing()
    {
        await using var fixture = await CreateAsync();
        File.WriteAllBytes(fixture.Target, Content);

        await fixture.SaveAsync();

        fixture.Server.Requests.Should().BeEmpty();
        fixture.Progress.Should().BeEmpty();
        fixture.Files.Should().Equal("file.bin");
    }

    [Fact]
    public async Task SaveAsync_DamagedFileIsThere_IsReplacedWithANotice()
    {
        await using var fixture = await CreateAsync();
        File.WriteAllBytes(fixture.Target, [.. Content.AsSpan(1)]);

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Notices.Should().ContainSingle().Which.Should().Match($"{fixture.Target}: expected SHA256 *, found *downloaded again.");
    }

    [Fact]
    public async Task SaveAsync_FileOfAnotherLengthIsThere_IsReplaced()
    {
        await using var fixture = await CreateAsync();
        File.WriteAllBytes(fixture.Target, new byte[7]);

        await fixture.SaveAsync(fixture.Download(expectedLength: Content.Length));

        fixture.ShouldHoldTheFile();
        fixture.Notices.Should().ContainSingle().Which.Should().Contain("expected 300000 bytes, found 7");
    }

    [Fact]
    public async Task SaveAsync_ManyAtOnce_OneDownloads()
    {
        await using var fixture = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => fixture.Download().SaveAsync(fixture.Target))));

        fixture.Server.Requests.Should().HaveCount(1);
        fixture.ShouldHoldTheFile();
        fixture.Files.Should().Equal("file.bin");
    }

    [Fact]
    public async Task SaveAsync_FolderIsMissing_CreatesIt()
    {
        await using var fixture = await CreateAsync();
        var target = Path.Combine(Path.GetDirectoryName(fixture.Target)!, "a", "b", "file.bin");

        await fixture.Download().SaveAsync(target);

        File.ReadAllBytes(target).SequenceEqual(Content).Should().BeTrue();
    }

    [Fact]
    public async Task SaveAsync_RedirectToHttps_IsFollowed()
    {
        await using var fixture = new DownloadFixture(await LoopbackServer.StartAsync((context, number) =>
        {
            if (number > 1)
                return LoopbackServer.ServeAsync(context, Content);
            context.Response.Redirect("/elsewhere.bin");
            return Task.CompletedTask;
        }));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
    }

    [Fact]
    public async Task SaveAsync_DiskRefuses_IsAnIOException()
    {
        await using var fixture = await CreateAsync();
        Directory.CreateDirectory(fixture.Target);

        (await fixture.Awaiting(f => f.SaveAsync()).Should().ThrowAsync<Exception>())
            .Which.Should().Match(exception => exception is IOException || exception is UnauthorizedAccessException);
    }

    private static async Task<DownloadFixture> CreateAsync() => new(await LoopbackServer.StartAsync(Content));
}
