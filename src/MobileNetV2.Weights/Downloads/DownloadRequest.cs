using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace MobileNets.Weights;

/// <summary>One request for the bytes that a partial file still lacks (RFC 9110, sections 13.1.5 and 14), and their way onto the disk.</summary>
internal sealed class DownloadRequest(
    FileDownload download, HttpClient client, PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    : IDisposable
{
    private const string LaterCure = "Check the network and try again; what has come is kept.";

    private readonly CancellationTokenSource _idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    private long Limit => download.ExpectedLength ?? download.MaximumLength;

    public void Dispose() => _idle.Dispose();

    /// <exception cref="DownloadException">The file is not complete.</exception>
    public async Task RunAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, download.Address);
        if (partial.Length > 0 && partial.Validator is not null)
        {
            request.Headers.Range = new RangeHeaderValue(partial.Length, null);
            request.Headers.IfRange = partial.Validator;
        }
        using var response = await FromNetworkAsync(token =>
            client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);

        var range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && partial.Length > 0 && range?.Length == partial.Length)
            return;
        CheckStatus(response);
        var total = response.StatusCode == HttpStatusCode.PartialContent ? Continue(response, range) : Restart(response);
        if ((total ?? 0) > Limit || (total is not null && download.ExpectedLength is { } expected && total != expected))
            throw WrongLength($"{total}");
        await ReceiveAsync(response, total).ConfigureAwait(false);
    }

    private void CheckStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        // .NET's handler follows redirects, but hands the ones to http back.
        var answered = response.RequestMessage?.RequestUri;
        if (status is >= 300 and < 400 || !FileDownload.IsHttps(answered))
            throw new DownloadException(download.Address, $"the server redirects to {response.Headers.Location ?? answered}",
                "Only https is followed; check the address.");
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            throw Changed();
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            var isTransient = status is 408 or 429 or >= 500;
            throw new DownloadException(download.Address, $"the server answers {status} {response.ReasonPhrase}",
                isTransient ? LaterCure : "Check the address.", isTransient);
        }
    }

    /// <returns>The whole file's length, if the server says it.</returns>
    private long? Continue(HttpResponseMessage response, ContentRangeHeaderValue? range)
    {
        if (range?.From != partial.Length || (Validator(response) is { } validator && !validator.Equals(partial.Validator)))
            throw Changed();
        return range.Length;
    }

    private long? Restart(HttpResponseMessage response)
    {
        partial.Restart(Validator(response));
        return response.Content.Headers.ContentLength;
    }

    private async Task ReceiveAsync(HttpResponseMessage response, long? total)
    {
        using var body = await FromNetworkAsync(token => response.Content.ReadAsStreamAsync(token)).ConfigureAwait(false);
        progress?.Report(new DownloadProgress(partial.Length, total));
        var buffer = new byte[1 << 16];
        while (await FromNetworkAsync(token => body.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false) is > 0 and var count)
        {
            if (partial.Length + count > Limit)
                throw WrongLength("more");
            await partial.AppendAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(partial.Length, total));
        }
        if (partial.Length < (total ?? download.ExpectedLength))
            throw new DownloadException(download.Address, $"the server ended after {partial.Length} of {total ?? download.ExpectedLength} bytes",
                LaterCure, isTransient: true);
    }

    /// <summary>Awaits the network alone, so that its failures are told from the disk's.</summary>
    private async Task<T> FromNetworkAsync<T>(Func<CancellationToken, Task<T>> operation)
    {
        _idle.CancelAfter(download.IdleTimeout);
        try
        {
            return await operation(_idle.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException(download.Address,
                FormattableString.Invariant($"the server sent nothing for {download.IdleTimeout.TotalSeconds} seconds"),
                LaterCure, isTransient: true, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new DownloadException(download.Address, exception.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" "),
                LaterCure, MayPass(exception), exception);
        }
        finally
        {
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // A name that does not resolve is a machine without a network, most of the time; an untrusted certificate stays one.
    private static bool MayPass(Exception exception) =>
        exception is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
        && exception.InnerException is not AuthenticationException;

    // If-Range compares strongly, so a weak tag is of no use.
    private static RangeConditionHeaderValue? Validator(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
        : response.Content.Headers.LastModified is { } date ? new RangeConditionHeaderValue(date)
        : null;

    private DownloadException Changed()
    {
        partial.Restart(validator: null);
        return new DownloadException(download.Address, "the file changed on the server before all of it had come",
            "Try again; it starts over.", isTransient: true);
    }

    private DownloadException WrongLength(string found)
    {
        partial.Discard();
        var expected = download.ExpectedLength is { } length ? $"{length}" : $"at most {download.MaximumLength}";
        return new DownloadException(download.Address, $"expected {expected} bytes, found {found}",
            "The address leads to another file; check it.");
    }
}
