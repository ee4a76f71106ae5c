using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace MobileNets.Weights.Tests;

/// <summary>An https server on 127.0.0.1 with a certificate of its own, and the client that trusts that certificate alone.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CreateCertificate();

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string? Range, string? IfRange)> _requests = new();

    private LoopbackServer(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, port: 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(Certificate);
        }));
        _application = builder.Build();
        _application.Run(context =>
        {
            _requests.Enqueue((context.Request.Headers.Range, context.Request.Headers.IfRange));
            return answer(context, _requests.Count);
        });
        Client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetRawCertData().SequenceEqual(Certificate.RawData),
            },
        });
    }

    public HttpClient Client { get; }

    /// <summary>What was asked for so far.</summary>
    public (string? Range, string? IfRange)[] Requests => [.. _requests];

    public Uri Address => new(new Uri(_application.Urls.Single()), "file.bin");

    /// <param name="answer">Gets the request and its number, from 1.</param>
    public static async Task<LoopbackServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var server = new LoopbackServer(answer);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Serves bytes as ASP.NET does, ranges and conditions included.</summary>
    public static Task<LoopbackServer> StartAsync(byte[] content) =>
        StartAsync((context, _) => ServeAsync(context, content));

    public static Task ServeAsync(HttpContext context, byte[] content, string tag = "one", DateTimeOffset? modified = null) =>
        Results.Bytes(content, enableRangeProcessing: true, lastModified: modified,
            entityTag: modified is null ? new EntityTagHeaderValue($"\"{tag}\"") : null).ExecuteAsync(context);

    /// <summary>Promises the whole content, sends its beginning and ends the connection.</summary>
    public static async Task CutAsync(HttpContext context, byte[] content, int sent, Action<HttpResponse>? head = null)
    {
        context.Response.Headers.ETag = "\"one\"";
        head?.Invoke(context.Response);
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, sent));
        await context.Response.Body.FlushAsync();
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows serves only with a key that comes from a PKCS #12 file.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
