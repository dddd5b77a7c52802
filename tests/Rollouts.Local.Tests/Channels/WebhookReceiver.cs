using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Local.Tests.Channels;

internal sealed record TakenEvent(string ContentType, string Id, string Timestamp, string Signature, string Body, DateTimeOffset At)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public bool IsSignedWith(string secret) =>
        Signature.Split(' ').Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"))));
}

/// <summary>A web server on loopback that takes events, and does not always take them at once.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<TakenEvent> Events { get; } = new();

    /// <summary>Answers that come before the fine ones: status, and Retry-After where it is not empty.</summary>
    public ConcurrentQueue<(int Status, string RetryAfter)> Trouble { get; } = new();

    public Uri Address => new(app.Urls.Single());

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.MapPost("/{**path}", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Events.Enqueue(new(request.ContentType!, request.Headers["webhook-id"]!, request.Headers["webhook-timestamp"]!, request.Headers["webhook-signature"]!, body, TimeProvider.System.GetUtcNow()));
        if (!Trouble.TryDequeue(out var trouble)) return Results.NoContent();
        if (trouble.RetryAfter.Length > 0) request.HttpContext.Response.Headers.RetryAfter = trouble.RetryAfter;
        return Results.StatusCode(trouble.Status);
    }
}
