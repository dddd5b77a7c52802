using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Azure.Tests;

/// <summary>A server that speaks the wire format of Azure Monitor over https, which the clients insist on, and the clients to it.</summary>
internal sealed class MonitorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClientTransport transport;

    private MonitorServer(WebApplication app, X509Certificate2 certificate)
    {
        this.app = app;
        transport = new(new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate }, RevocationMode = X509RevocationMode.NoCheck } },
        });
    }

    public List<(string Path, string Query, string Body)> Requests { get; } = [];

    /// <param name="answers">For each request in turn; the last one for all that follow.</param>
    public static async Task<MonitorServer> StartAsync(params (int Status, string Body)[] answers)
    {
        using var rsa = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=127.0.0.1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        var built = builder.Build();
        var server = new MonitorServer(built, certificate);
        var served = 0;
        built.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            lock (server.Requests) server.Requests.Add((context.Request.Path, context.Request.QueryString.Value ?? "", reader.ReadToEndAsync().GetAwaiter().GetResult()));
            var (status, body) = answers[Math.Min(Interlocked.Increment(ref served), answers.Length) - 1];
            context.Response.StatusCode = status;
            if (status == 429) context.Response.Headers.RetryAfter = "1";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });
        await built.StartAsync();
        server.Url = new(built.Urls.Single());
        return server;
    }

    private Uri Url { get; set; } = null!;

    public AzureLogsClient Logs() => new(new LogsQueryClient(Url, new Anyone(), With(new LogsQueryClientOptions())));

    public AzurePlatformMetrics Metrics() => new(new MetricsQueryClient(Url, new Anyone(), With(new MetricsQueryClientOptions())));

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        transport.Dispose();
    }

    private T With<T>(T options)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        return options;
    }

    /// <summary>A token that the server does not look at.</summary>
    private sealed class Anyone : TokenCredential
    {
        private static readonly AccessToken Token = new("anyone", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(Token);
    }
}
