using Microsoft.AspNetCore.Http;

namespace MobileNets.Weights.Tests;

public sealed class DownloadIdleTests
{
    private static readonly byte[] Content = DownloadFixture.Content;

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task SaveAsync_ServerFallsSilent_EndsAfterTheIdleTime(int sent)
    {
        await using var fixture = await CreateAsync(async context =>
        {
            if (sent > 0)
                await LoopbackServer.CutAsync(context, Content, sent);
            await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted);
        });

        await fixture.Awaiting(f => f.SaveAsync(Download(f, idleSeconds: 0.7))).Should().ThrowAsync<DownloadException>()
            .WithMessage("*the server sent nothing for 0.7 seconds*");
        File.Exists(fixture.Target).Should().BeFalse();
    }

    [Fact]
    public async Task SaveAsync_SlowButSteady_MayTakeLongerThanTheIdleTime()
    {
        await using var fixture = await CreateAsync(async context =>
        {
            foreach (var piece in Content.Chunk(Content.Length / 20))
            {
                await context.Response.Body.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
                await Task.Delay(100);
            }
        });

        await fixture.SaveAsync(Download(fixture, idleSeconds: 1.5));

        fixture.ShouldHoldTheFile();
    }

    private static FileDownload Download(DownloadFixture fixture, double idleSeconds) =>
        new(fixture.Server.Address, DownloadFixture.Sha256(Content), fixture.Server.Client)
        {
            Attempts = 1,
            IdleTimeout = TimeSpan.FromSeconds(idleSeconds),
            IsOffline = false,
        };

    private static async Task<DownloadFixture> CreateAsync(Func<HttpContext, Task> answer) =>
        new(await LoopbackServer.StartAsync((context, _) => answer(context)));
}
