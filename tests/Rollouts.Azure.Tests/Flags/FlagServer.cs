using System.Globalization;
using System.Text.Json;
using Azure.Data.AppConfiguration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Azure.Tests;

/// <summary>One key of App Configuration, served in its wire format, with a fault for the next requests where a test asks for it.</summary>
internal sealed class FlagServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Queue<Func<HttpContext, Func<Task>, Task>> faults = new();
    private int version;

    private FlagServer(WebApplication app) => this.app = app;

    public List<(string Method, string Path, string Query, string IfMatch, string IfNoneMatch)> Requests { get; } = [];

    public string? Value { get; set; }

    public bool Locked { get; set; }

    public Dictionary<string, string> Tags { get; private set; } = new(StringComparer.Ordinal);

    public static async Task<FlagServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.Urls.Add("http://127.0.0.1:0");
        var server = new FlagServer(built);
        built.Run(server.AnswerAsync);
        await built.StartAsync();
        return server;
    }

    public ConfigurationClient Client(int retries = 1)
    {
        var options = new ConfigurationClientOptions();
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(5);
        return new($"Endpoint={app.Urls.Single()};Id=id;Secret=c2VjcmV0c2VjcmV0", options);
    }

    /// <summary>The next request gets this in place of its answer, which it may still ask for.</summary>
    public void Next(Func<HttpContext, Func<Task>, Task> fault) => faults.Enqueue(fault);

    public void Next(int status, string header = "", string value = "") => Next((context, _) =>
    {
        if (header.Length > 0) context.Response.Headers[header] = value;
        return ProblemAsync(context, status);
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        lock (Requests) Requests.Add((request.Method, context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0], request.QueryString.Value ?? "", request.Headers.IfMatch.ToString(), request.Headers.IfNoneMatch.ToString()));
        if (faults.TryDequeue(out var fault)) await fault(context, () => ServeAsync(context));
        else await ServeAsync(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/locks", StringComparison.Ordinal))
        {
            Locked = HttpMethods.IsPut(request.Method);
            version++;
        }
        else if (HttpMethods.IsPut(request.Method))
        {
            if (Locked) { await ProblemAsync(context, 409); return; }
            if (request.Headers.IfNoneMatch == "*" && Value is not null) { await ProblemAsync(context, 412); return; }
            if (request.Headers.IfMatch is [{ } match] && (Value is null || match != $"\"v{version}\"")) { await ProblemAsync(context, 412); return; }
            using var body = await JsonDocument.ParseAsync(request.Body);
            Value = body.RootElement.GetProperty("value").GetString();
            Tags = body.RootElement.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!) : [];
            version++;
        }
        else if (Value is null)
        {
            await ProblemAsync(context, 404);
            return;
        }

        context.Response.ContentType = "application/vnd.microsoft.appconfig.kv+json; charset=utf-8";
        context.Response.Headers.ETag = $"\"v{version}\"";
        await context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["etag"] = $"v{version.ToString(CultureInfo.InvariantCulture)}", ["key"] = ".appconfig.featureflag/beta", ["label"] = "prod",
            ["content_type"] = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8", ["value"] = Value, ["tags"] = Tags, ["locked"] = Locked, ["last_modified"] = "2026-11-21T08:00:00+00:00",
        }));
    }

    private static Task ProblemAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("{}");
    }
}
