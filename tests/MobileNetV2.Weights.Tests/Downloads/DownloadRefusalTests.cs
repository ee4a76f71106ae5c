using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace MobileNets.Weights.Tests;

public sealed class DownloadRefusalTests
{
    private static readonly byte[] Content = DownloadFixture.Content;

    [Theory]
    [InlineData("http://127.0.0.1/file.bin")]
    [InlineData("ftp://127.0.0.1/file.bin")]
    [InlineData("file:///etc/hosts")]
    [InlineData("file.bin")]
    public void Constructor_NotHttps_IsRefused(string address)
    {
        FluentActions.Invoking(() => new FileDownload(new Uri(address, UriKind.RelativeOrAbsolute), DownloadFixture.Sha256(Content)))
            .Should().Throw<DownloadException>().WithMessage($"{address}: expected an https address*");
    }

    [Fact]
    public async Task SaveAsync_RedirectToHttp_IsRefused()
    {
        await using var fixture = await CreateAsync((context, _) =>
        {
            context.Response.Redirect("http://127.0.0.1:9/file.bin");
            return Task.CompletedTask;
        });

        await FailsAsync(fixture, "*redirects to http://127.0.0.1:9/file.bin*https*", requests: 1);
    }

    [Fact]
    public async Task SaveAsync_NotFound_FailsAtOnce()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.Status(context, 404));

        await FailsAsync(fixture, "*answers 404 Not Found. Check the address.", requests: 1);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SaveAsync_BusyThenWell_Succeeds(int status)
    {
        await using var fixture = await CreateAsync((context, number) =>
            number < 3 ? LoopbackServer.Status(context, status) : LoopbackServer.ServeAsync(context, Content));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Notices.Should().HaveCount(2).And.OnlyContain(notice => notice.Contains($"answers {status}"));
    }

    [Fact]
    public async Task SaveAsync_AlwaysBusy_GivesUpAfterTheAttempts()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.Status(context, 503));

        await FailsAsync(fixture, "*answers 503 Service Unavailable. Check the network and try again; what has come is kept.", requests: 3, fixture.Download(attempts: 3));
    }

    [Fact]
    public async Task SaveAsync_AlwaysCutOff_SaysWhereItEnded()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.CutAsync(context, Content, 1000));

        await FailsAsync(fixture, "*ended prematurely*", requests: 2, fixture.Download(attempts: 2));

        new FileInfo(fixture.Part).Length.Should().Be(1000);
    }

    [Fact]
    public async Task SaveAsync_ShortOfTheExpectedLengthWithoutSayingSo_IsNotComplete()
    {
        await using var fixture = await CreateAsync(async (context, _) => await context.Response.Body.WriteAsync(Content.AsMemory(0, 1000)));

        await FailsAsync(fixture, "*ended after 1000 of 300000 bytes*", requests: 1, fixture.Download(attempts: 1, expectedLength: Content.Length));
    }

    [Fact]
    public async Task SaveAsync_WrongChecksum_DeletesWhatCame()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));

        await FailsAsync(fixture, "*expected SHA256 00000000…, found *deleted*", requests: 1, fixture.Download(Checksum.Sha256Prefix("00000000")));

        File.Exists(fixture.Part).Should().BeFalse();
        await fixture.SaveAsync();
        fixture.Files.Should().Equal("file.bin");
    }

    [Fact]
    public async Task SaveAsync_LongerThanAllowed_IsNotReceived()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));

        await FailsAsync(fixture, "*expected at most 299999 bytes, found 300000*", requests: 1, fixture.Download(maximumLength: 299_999));

        fixture.Progress.Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_LongerThanAllowedWithoutSayingSo_Stops()
    {
        await using var fixture = await CreateAsync(async (context, _) => await context.Response.Body.WriteAsync(Content));

        await FailsAsync(fixture, "*expected at most 100000 bytes, found more*", requests: 1, fixture.Download(maximumLength: 100_000));

        fixture.Progress.Should().OnlyContain(progress => progress.Bytes <= 100_000);
        File.Exists(fixture.Part).Should().BeFalse();
    }

    [Fact]
    public async Task SaveAsync_OtherLengthThanExpected_IsNotReceived()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));

        await FailsAsync(fixture, "*expected 300001 bytes, found 300000*", requests: 1, fixture.Download(expectedLength: 300_001));
    }

    [Fact]
    public async Task SaveAsync_CertificateNotTrusted_FailsAtOnce()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var download = new FileDownload(fixture.Server.Address, DownloadFixture.Sha256(Content), client) { IsOffline = false };

        await FailsAsync(fixture, "*certificate*", requests: 0, download);

        fixture.Notices.Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_NobodyListens_SaysSo()
    {
        await using var fixture = await CreateAsync((_, _) => Task.CompletedTask);
        var download = new FileDownload(new Uri($"https://127.0.0.1:{FreePort()}/file.bin"), DownloadFixture.Sha256(Content), fixture.Server.Client)
        {
            Attempts = 2,
            RetryDelay = TimeSpan.Zero,
            IsOffline = false,
        };

        await FailsAsync(fixture, "*refused*", requests: 0, download);

        fixture.Notices.Should().HaveCount(1);
    }

    [Fact]
    public async Task SaveAsync_Offline_NamesAddressFileAndFolder()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        var download = Offline(fixture);

        await FailsAsync(fixture, $"{fixture.Server.Address}: {fixture.Target}: *found none*MOBILENETV2_OFFLINE*file.bin*", requests: 0, download);

        fixture.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_OfflineAndDamaged_LeavesTheFile()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        File.WriteAllBytes(fixture.Target, [1, 2, 3]);

        var exception = await fixture.Awaiting(f => f.SaveAsync(Offline(f))).Should().ThrowAsync<DownloadException>();

        exception.WithMessage("*expected SHA256 *, found 039058c6f2c0cb49*");
        File.ReadAllBytes(fixture.Target).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task SaveAsync_OfflineAndThere_Succeeds()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        File.WriteAllBytes(fixture.Target, Content);

        (await fixture.SaveAsync(Offline(fixture))).Should().Be(fixture.Target);

        fixture.Server.Requests.Should().BeEmpty();
    }

    private static FileDownload Offline(DownloadFixture fixture) =>
        new(fixture.Server.Address, DownloadFixture.Sha256(Content), fixture.Server.Client) { IsOffline = true };

    /// <summary>The download fails with one line, and nothing is under the final name.</summary>
    private static async Task FailsAsync(DownloadFixture fixture, string message, int requests, FileDownload? download = null)
    {
        var thrown = await fixture.Awaiting(f => f.SaveAsync(download)).Should().ThrowAsync<DownloadException>().WithMessage(message);
        thrown.Which.Message.Should().NotContain("\n").And.StartWith(thrown.Which.Address.ToString());
        fixture.Server.Requests.Should().HaveCount(requests);
        File.Exists(fixture.Target).Should().BeFalse();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<DownloadFixture> CreateAsync(Func<HttpContext, int, Task> answer) => new(await LoopbackServer.StartAsync(answer));
}
