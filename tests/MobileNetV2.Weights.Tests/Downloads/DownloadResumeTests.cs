using Microsoft.AspNetCore.Http;

namespace MobileNets.Weights.Tests;

public sealed class DownloadResumeTests
{
    private const int Half = 150_000;

    private static readonly byte[] Content = DownloadFixture.Content;
    private static readonly byte[] OtherContent = DownloadFixture.OtherContent;

    [Fact]
    public async Task SaveAsync_ConnectionCut_AsksForTheRest()
    {
        await using var fixture = await CreateAsync((context, number) =>
            number == 1 ? LoopbackServer.CutAsync(context, Content, Half) : LoopbackServer.ServeAsync(context, Content));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().Equal((null, null), ("bytes=150000-", "\"one\""));
        fixture.Notices.Should().ContainSingle().Which.Should().Contain("trying again in 0.001 s");
        fixture.Progress.Select(progress => progress.Bytes).Should().BeInAscendingOrder().And.EndWith(Content.Length);
    }

    [Fact]
    public async Task SaveAsync_ConnectionAborted_AsksForTheRest()
    {
        var received = new TaskCompletionSource();
        await using var fixture = await CreateAsync(async (context, number) =>
        {
            if (number > 1)
            {
                await LoopbackServer.ServeAsync(context, Content);
                return;
            }
            await LoopbackServer.CutAsync(context, Content, Half);
            await received.Task.WaitAsync(TimeSpan.FromSeconds(10));
            context.Abort();
        });

        await fixture.Download().SaveAsync(fixture.Target, new Signal(Half, received));

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().Equal((null, null), ("bytes=150000-", "\"one\""));
    }

    [Fact]
    public async Task SaveAsync_OnlyADateIsKnown_ResumesByIt()
    {
        var date = new DateTimeOffset(2021, 7, 1, 12, 0, 0, TimeSpan.Zero);
        await using var fixture = await CreateAsync((context, number) => number == 1
            ? LoopbackServer.CutAsync(context, Content, Half, response =>
            {
                response.Headers.ETag = "W/\"weak\"";
                response.Headers.LastModified = "Thu, 01 Jul 2021 12:00:00 GMT";
            })
            : LoopbackServer.ServeAsync(context, Content, modified: date));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests[1].Should().Be(("bytes=150000-", "Thu, 01 Jul 2021 12:00:00 GMT"));
    }

    [Fact]
    public async Task SaveAsync_NothingToTellTheFileBy_StartsOver()
    {
        await using var fixture = await CreateAsync((context, number) => number == 1
            ? LoopbackServer.CutAsync(context, Content, Half, response => response.Headers.Remove("ETag"))
            : LoopbackServer.ServeAsync(context, Content));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests[1].Range.Should().BeNull();
    }

    [Fact]
    public async Task SaveAsync_ServerIgnoresRanges_StartsOver()
    {
        await using var fixture = await CreateAsync((context, number) =>
            LoopbackServer.CutAsync(context, Content, number == 1 ? Half : Content.Length));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task SaveAsync_FileChangedMeanwhile_GetsTheNewOneWhole()
    {
        await using var fixture = await CreateAsync((context, number) => number == 1
            ? LoopbackServer.CutAsync(context, OtherContent, Half)
            : LoopbackServer.ServeAsync(context, Content, "two"));

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task SaveAsync_FileChangedAndServerIgnoresTheCondition_StartsOver()
    {
        await using var fixture = await CreateAsync((context, number) =>
        {
            if (number == 1)
                return LoopbackServer.CutAsync(context, OtherContent, Half);
            context.Request.Headers.IfRange = default;
            return LoopbackServer.ServeAsync(context, Content, "two");
        });

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Select(request => request.Range).Should().Equal(null, "bytes=150000-", null);
    }

    [Fact]
    public async Task SaveAsync_OtherRangeThanAskedFor_StartsOver()
    {
        await using var fixture = await CreateAsync((context, number) =>
        {
            if (number == 1)
                return LoopbackServer.CutAsync(context, Content, Half);
            if (number == 2)
                context.Request.Headers.Range = "bytes=100000-";
            return LoopbackServer.ServeAsync(context, Content);
        });

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task SaveAsync_PartIsComplete_IsVerifiedWithoutAnotherDownload()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        LeavePart(fixture, Content, "\"one\"");

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Files.Should().Equal("file.bin");
        fixture.Progress.Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_PartIsTooLong_StartsOver()
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        LeavePart(fixture, [.. Content, 1, 2, 3], "\"one\"");

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Select(request => request.Range).Should().Equal("bytes=300003-", null);
    }

    [Fact]
    public async Task SaveAsync_StartedOverAndCut_NextCallResumesByTheNewTag()
    {
        await using var fixture = await CreateAsync((context, number) =>
            number == 1 ? LoopbackServer.CutAsync(context, Content, Half) : LoopbackServer.ServeAsync(context, Content));
        LeavePart(fixture, OtherContent, "\"an older and longer tag\"");

        await fixture.Awaiting(f => f.SaveAsync(f.Download(attempts: 1))).Should().ThrowAsync<DownloadException>();
        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests[1].Should().Be(("bytes=150000-", "\"one\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a tag")]
    [InlineData("\"one\"\r\nHost: elsewhere")]
    public async Task SaveAsync_InfoIsDamaged_StartsOver(string info)
    {
        await using var fixture = await CreateAsync((context, _) => LoopbackServer.ServeAsync(context, Content));
        LeavePart(fixture, OtherContent[..Half], info);

        await fixture.SaveAsync();

        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().Equal((null, null));
    }

    [Fact]
    public async Task SaveAsync_Cancelled_KeepsThePartForTheNextCall()
    {
        await using var fixture = await CreateAsync((context, number) => number == 1
            ? HangAfterAsync(context, Half)
            : LoopbackServer.ServeAsync(context, Content));

        await fixture.CancelAtAsync(Half);
        fixture.Files.Should().Equal("file.bin.part", "file.bin.part.info");
        File.ReadAllBytes(fixture.Part).SequenceEqual(Content[..Half]).Should().BeTrue();

        await fixture.SaveAsync();
        fixture.ShouldHoldTheFile();
        fixture.Files.Should().Equal("file.bin");
        fixture.Server.Requests[1].Should().Be(("bytes=150000-", "\"one\""));
        fixture.Progress[0].Should().Be(new DownloadProgress(Half, Content.Length));
    }

    [Fact]
    public async Task SaveAsync_AnotherGivesUpHalfWay_ContinuesItsPart()
    {
        await using var fixture = await CreateAsync((context, number) => number == 1
            ? HangAfterAsync(context, Half)
            : LoopbackServer.ServeAsync(context, Content));
        var received = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var first = fixture.Download().SaveAsync(fixture.Target, new Signal(Half, received), cancellation.Token);
        await received.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var second = fixture.SaveAsync();
        second.IsCompleted.Should().BeFalse();
        cancellation.Cancel();
        await second;

        await first.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        fixture.ShouldHoldTheFile();
        fixture.Server.Requests.Should().Equal((null, null), ("bytes=150000-", "\"one\""));
    }

    private static async Task<DownloadFixture> CreateAsync(Func<HttpContext, int, Task> answer) => new(await LoopbackServer.StartAsync(answer));

    private static async Task HangAfterAsync(HttpContext context, int sent)
    {
        await LoopbackServer.CutAsync(context, Content, sent);
        await Task.Delay(TimeSpan.FromSeconds(10), context.RequestAborted);
    }

    private static void LeavePart(DownloadFixture fixture, byte[] part, string info)
    {
        File.WriteAllBytes(fixture.Part, part);
        File.WriteAllText(fixture.Part + ".info", info);
    }

    /// <summary>Tells when so many bytes have come.</summary>
    private sealed class Signal(int bytes, TaskCompletionSource received) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            if (value.Bytes >= bytes)
                received.TrySetResult();
        }
    }
}
