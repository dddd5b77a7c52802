using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Rollouts.Local;

namespace Rollouts.Crash.Tests;

/// <summary>What a person was told about an input of theirs.</summary>
/// <param name="Said">What the answer says: accepted, fenced, stored, rolling back, known; for a refusal its reason.</param>
/// <param name="At">When the answer was there, as a timestamp of <see cref="Stopwatch"/>.</param>
internal sealed record Acknowledged(string Id, string Command, HttpStatusCode Status, string Said, long At)
{
    public bool IsRefusal => Status == HttpStatusCode.Conflict;

    public bool IsFenced => Status == HttpStatusCode.OK && Said == "fenced";
}

/// <summary>Sends inputs under keys of their own, and sends them again under the same key until there is an answer.</summary>
internal sealed class Sender : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(25);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentQueue<Acknowledged> acknowledged = new();
    private volatile Uri? host;
    private int sent;

    /// <summary>Where the host is now; null while it is dead.</summary>
    public Uri? Host
    {
        get => host;
        set => host = value;
    }

    public IReadOnlyCollection<Acknowledged> Acknowledged => acknowledged;

    /// <summary>The groups that every sender is in, with commas.</summary>
    public string Groups { get; init; } = "";

    /// <summary>How often something was sent again.</summary>
    public int Repeats { get; private set; }

    /// <param name="id">The key to send it under; one of its own if not given.</param>
    public Task<Acknowledged> CommandAsync(string rollout, string by, JsonObject command, CancellationToken cancellation, string? id = null) =>
        SendAsync($"/api/rollouts/{rollout}/commands", by, (string)command["command"]!, command, cancellation, id);

    public Task<Acknowledged> RollBackAsync(string rollout, string by, JsonObject command, CancellationToken cancellation) =>
        SendAsync($"/api/rollouts/{rollout}/rollback", by, "rollback", command, cancellation);

    public Task<Acknowledged> ReportAsync(string rollout, string by, JsonObject report, CancellationToken cancellation) =>
        SendAsync($"/api/reports/{rollout}", by, "report", report, cancellation);

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<JsonNode>(new Uri(host!, path), cancellation))!;

    /// <summary>Null while the host is dead.</summary>
    public async Task<JsonNode?> TryGetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return host is { } now ? await http.GetFromJsonAsync<JsonNode>(new Uri(now, path), cancellation) : null;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string by, string id, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host ?? throw new HttpRequestException("the host is dead"), path));
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add(LoopbackActors.ActorHeader, by);
        if (Groups.Length > 0) request.Headers.Add(LoopbackActors.GroupsHeader, Groups);
        request.Content = JsonContent.Create(body);
        return await http.SendAsync(request, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<Acknowledged> SendAsync(string path, string by, string command, JsonObject body, CancellationToken cancellation, string? id = null)
    {
        id ??= FormattableString.Invariant($"{command}-{Interlocked.Increment(ref sent)}");
        while (true)
        {
            try
            {
                using var answer = await PostAsync(path, by, id, body, cancellation);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Conflict)
                    return await AcknowledgeAsync(id, command, answer, cancellation);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    throw new InvalidOperationException($"{command} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                Repeats++;
            }

            await Task.Delay(Again, cancellation);
        }
    }

    private async Task<Acknowledged> AcknowledgeAsync(string id, string command, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation);
        var said = (string?)(body!["outcome"] ?? body["detail"]) ?? throw new InvalidOperationException($"{id} was answered {body}");
        var known = new Acknowledged(id, command, answer.StatusCode, said, Stopwatch.GetTimestamp());
        acknowledged.Enqueue(known);
        return known;
    }
}
