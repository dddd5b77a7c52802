using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Telemetry.Tests;

/// <summary>A collector of OpenTelemetry that runs here: takes OTLP over HTTP as protocol buffers and keeps what arrives.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentQueue<Line> lines = new();
    private readonly ConcurrentDictionary<string, Series> series = new(StringComparer.Ordinal);

    private Collector(WebApplication app)
    {
        this.app = app;
        app.MapPost("/v1/traces", request => TakeAsync(request, content => Span.Of(content).ToList().ForEach(spans.Enqueue)));
        app.MapPost("/v1/logs", request => TakeAsync(request, content => Line.Of(content).ToList().ForEach(lines.Enqueue)));
        app.MapPost("/v1/metrics", request => TakeAsync(request, content => Series.Of(content).ToList().ForEach(one => series[KeyOf(one)] = one)));
    }

    public string Address => app.Urls.Single();

    public IReadOnlyCollection<Span> Spans => spans;

    public IReadOnlyCollection<Line> Lines => lines;

    public IEnumerable<Series> Metrics => series.Values;

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string KeyOf(Series one) => one.Metric + "|" + string.Join('|', one.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private static async Task TakeAsync(HttpContext context, Action<ProtoMessage> take)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var content = new MemoryStream();
        var body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await body.CopyToAsync(content);
        take(new(content.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
