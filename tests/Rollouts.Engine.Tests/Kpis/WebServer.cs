using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>A real HTTP server on a free port, and the way to it through the allowed hosts.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private WebServer(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.Single());

    public int Requests => requests;

    public OutboundHttp Client(TimeSpan? timeout = null, int maxBytes = 4 * 1024 * 1024) =>
        new(new([Url.Authority]), new(timeout ?? TimeSpan.FromSeconds(5), maxBytes), TimeProvider.System);

    public static async Task<WebServer> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.Urls.Add("http://127.0.0.1:0");
        var server = new WebServer(built);
        built.Run(context =>
        {
            Interlocked.Increment(ref server.requests);
            return handler(context);
        });
        await built.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
