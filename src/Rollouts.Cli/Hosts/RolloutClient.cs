using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollouts.Engine;
using Rollouts.Local;

namespace Rollouts.Cli.Hosts;

/// <summary>The operators' routes of a host (design §8). Every failure is a <see cref="HostException"/>.</summary>
internal sealed class RolloutClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <param name="actor">Who asks; the host believes it on its own machine only.</param>
    /// <param name="proof">What other hosts believe.</param>
    public RolloutClient(Uri host, string actor, string groups, HostProof proof)
    {
        // A proxy cannot reach this machine's own loopback, and a redirect would send a command to someone else.
        var handler = new SocketsHttpHandler { UseProxy = !host.IsLoopback, AllowAutoRedirect = false };
        http = new(handler) { BaseAddress = new(host.AbsoluteUri.TrimEnd('/') + "/api/"), Timeout = Patience };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.Add(LoopbackActors.ActorHeader, actor);
        proof.AddTo(http.DefaultRequestHeaders);
        if (groups.Length > 0) http.DefaultRequestHeaders.Add(LoopbackActors.GroupsHeader, groups);
    }

    public Task<Answer<RolloutView>> StartAsync(Fields start, CancellationToken cancellation) => SendAsync<RolloutView>(HttpMethod.Post, "rollouts", start, cancellation);

    public Task<Answer<RolloutSummary[]>> ListAsync(CancellationToken cancellation) => SendAsync<RolloutSummary[]>(HttpMethod.Get, "rollouts", null, cancellation);

    public Task<Answer<RolloutView>> GetAsync(string rollout, CancellationToken cancellation) =>
        SendAsync<RolloutView>(HttpMethod.Get, $"rollouts/{Segment(rollout)}", null, cancellation);

    /// <summary>How the host and what it depends on are: an answer also where something is not well.</summary>
    public Task<Answer<HealthAnswer>> HealthAsync(CancellationToken cancellation) => SendAsync(HttpMethod.Get, "health", null, JsonOf<HealthAnswer>, cancellation);

    public Task<Answer<TriageView[]>> TriageAsync(string rollout, CancellationToken cancellation) =>
        SendAsync<TriageView[]>(HttpMethod.Get, $"rollouts/{Segment(rollout)}/triage", null, cancellation);

    public Task<Answer<CommandAnswer>> CommandAsync(string rollout, Fields command, CancellationToken cancellation) =>
        SendAsync<CommandAnswer>(HttpMethod.Post, $"rollouts/{Segment(rollout)}/commands", command, cancellation);

    public Task<Answer<CommandAnswer>> RollBackAsync(string rollout, Fields back, CancellationToken cancellation) =>
        SendAsync<CommandAnswer>(HttpMethod.Post, $"rollouts/{Segment(rollout)}/rollback", back, cancellation);

    public Task<Answer<CommandAnswer>> ReportAsync(string rollout, Fields report, CancellationToken cancellation) =>
        SendAsync<CommandAnswer>(HttpMethod.Post, $"reports/{Segment(rollout)}", report, cancellation);

    public Task<Answer<BoardRow[]>> BoardAsync(string rollout, CancellationToken cancellation) =>
        SendAsync<BoardRow[]>(HttpMethod.Get, $"rollouts/{Segment(rollout)}/board?format=json", null, cancellation);

    public Task<Answer<LaunchReview>> ReviewAsync(string rollout, CancellationToken cancellation) =>
        SendAsync<LaunchReview>(HttpMethod.Get, $"rollouts/{Segment(rollout)}/review?format=json", null, cancellation);

    /// <param name="day">Null for every day.</param>
    public Task<string> ExportAsync(string rollout, string? day, string format, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"rollouts/{Segment(rollout)}/export?format={format}{(day is null ? "" : "&day=" + day)}", null, text => text, cancellation);

    /// <summary>The lines of an export as JSON.</summary>
    public Task<JsonElement[]> ExportAsync(string rollout, string? day, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get, $"rollouts/{Segment(rollout)}/export?format=jsonl{(day is null ? "" : "&day=" + day)}", null,
        text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonOf<JsonElement>(line).Json).ToArray(), cancellation);

    public Task<Answer<PlanKept>> UploadAsync(PlanDocument plan, CancellationToken cancellation) => SendAsync(
        HttpMethod.Put, $"plans/{Segment(plan.Name)}", new StringContent(plan.Text, System.Text.Encoding.UTF8, "application/yaml"), JsonOf<PlanKept>, cancellation);

    /// <param name="lines">Events as JSON lines.</param>
    public Task<Answer<EventsAnswer>> SendEventsAsync(string? stream, byte[] lines, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "events" + StreamOf(stream, '?'), new ByteArrayContent(lines) { Headers = { ContentType = new("application/x-ndjson") } }, JsonOf<EventsAnswer>, cancellation);

    /// <summary>The last events as JSON lines.</summary>
    public Task<string> LatestEventsAsync(string? stream, int limit, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, FormattableString.Invariant($"events?limit={limit}{StreamOf(stream, '&')}"), null, text => text, cancellation);

    /// <summary>Every entry after the given one, fetched page by page.</summary>
    public async IAsyncEnumerable<Answer<Entry>> JournalAsync(string rollout, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await SendAsync<Entry[]>(HttpMethod.Get, FormattableString.Invariant($"rollouts/{Segment(rollout)}/journal?after={after}"), null, cancellation);
            foreach (var (entry, json) in page.Value.Zip(page.Json.EnumerateArray())) yield return new(entry, json);
            if (page.Value.Length == 0) yield break;
            after += page.Value.Length;
        }
    }

    public void Dispose() => http.Dispose();

    private Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, Fields? body, CancellationToken cancellation) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body, options: EntryChain.Json), JsonOf<T>, cancellation);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, Func<string, T> read, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
            using var response = await http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            var isReport = response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Content.Headers.ContentType?.MediaType == "application/json";
            return response.IsSuccessStatusCode || isReport ? read(text) : throw ProblemReader.Read((int)response.StatusCode, text);
        }
        catch (HttpRequestException problem)
        {
            throw new HostException($"no host answers at {http.BaseAddress!.GetLeftPart(UriPartial.Authority)}", $"{problem.Message}; start one with 'rollout serve', or name another with --url", null, problem);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new HostException("the host does not answer", FormattableString.Invariant($"waited {Patience.TotalSeconds:0} seconds for {http.BaseAddress}"), null, problem);
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new HostException("the answer cannot be read", $"{http.BaseAddress} is no rollout host, or one of another version: {problem.Message}", null, problem);
        }
    }

    private static Answer<T> JsonOf<T>(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new(document.RootElement.Deserialize<T>(EntryChain.Json) ?? throw new JsonException("an answer cannot be null"), document.RootElement.Clone());
    }

    private static string StreamOf(string? stream, char sign) => stream is null ? "" : $"{sign}stream={Segment(stream)}";

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
