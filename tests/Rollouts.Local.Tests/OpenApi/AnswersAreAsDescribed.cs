using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rollouts.Engine;

namespace Rollouts.Local.Tests.OpenApi;

/// <summary>What the embedded host answers through a launch has the status, type and schema that the document says.</summary>
public sealed class AnswersAreAsDescribed : IAsyncLifetime
{
    private const string Plan = """
        plan: described
        title: Described
        channel: "#launch"
        observe: 500ms
        roles: { lead: { members: [ann] } }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        sources: { shop: { kind: json, url: "http://127.0.0.1:9/" } }
        metrics:
          errors: { measure: gauge, from: shop, unit: count, query: /errors }
        gates: { fixed: [Fixed] }
        resume: gate fixed
        go: [{ item: Ready, owner: lead }]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            review: every 1s
            exposure: { percent: 100 }
            gate: [errors over 1m < 5]
            approve: [lead]
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to nobody }
        way-back:
          - turn off: ENABLED
          - { task: Investigate, owner: lead, within: 1d }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly JsonNode document = JsonNode.Parse(ApiDocument.Json)!;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        app = LocalWeb.Create(LocalOptions.In(folder.Path) with { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
        http.BaseAddress = new(app.Urls.Single());
        http.DefaultRequestHeaders.Add("X-Rollout-Actor", "ann");
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Through_a_launch_that_is_rolled_back()
    {
        await Is(HttpStatusCode.OK, "putPlan", "plans/described", Text(Plan, "application/yaml"));
        await Is(HttpStatusCode.UnprocessableEntity, "putPlan", "plans/described", Text("plan: described", "application/yaml"));
        await Is(HttpStatusCode.Created, "startRollout", "rollouts", Json(new { rollout = "one", planText = Plan }));
        await Is(HttpStatusCode.Conflict, "startRollout", "rollouts", Json(new { rollout = "one", planText = Plan }));
        await Is(HttpStatusCode.BadRequest, "startRollout", "rollouts", Json(new { rollout = "One" }));
        await Is(HttpStatusCode.UnsupportedMediaType, "startRollout", "rollouts", Text("x", "text/plain"));
        await Is(HttpStatusCode.OK, "getRollout", "rollouts/one");
        await Is(HttpStatusCode.OK, "commandRollout", "rollouts/one/commands", Json(new { command = "mark", item = "Ready", evidence = "https://example.com/x" }));
        await Is(HttpStatusCode.Conflict, "commandRollout", "rollouts/one/commands", Json(new { command = "approve" }));
        await Is(HttpStatusCode.OK, "reportToRollout", "reports/one", Json(new { kind = "complaint", key = "1", text = "slow" }));
        await UntilAsync("review-held");
        await Is(HttpStatusCode.ServiceUnavailable, "health", "health");
        await Is(HttpStatusCode.OK, "readBoard", "rollouts/one/board?format=json");
        var firing = new { version = "4", alerts = new[] { new { status = "firing", labels = new { alertname = "HighErrorRate", rollout = "one" }, fingerprint = "e1", startsAt = TimeProvider.System.GetUtcNow() } } };
        await Is(HttpStatusCode.Accepted, "sendAlerts", "alerts/alertmanager", Json(firing));
        await UntilAsync("way-back-ended");
        await Is(HttpStatusCode.OK, "getRollout", "rollouts/one");
        await Is(HttpStatusCode.OK, "readJournal", "rollouts/one/journal");
        await Is(HttpStatusCode.OK, "readReview", "rollouts/one/review?format=json");
        await Is(HttpStatusCode.OK, "readTriage", "rollouts/one/triage");
        await Is(HttpStatusCode.OK, "listRollouts", "rollouts");
        await Is(HttpStatusCode.NotFound, "getRollout", "rollouts/none");
        await Is(HttpStatusCode.OK, "sendEvents", "events?stream=app", Text($$"""{"id": "1", "at": "{{TimeProvider.System.GetUtcNow():O}}", "name": "seen"}""", "application/x-ndjson"));
        await Is(HttpStatusCode.OK, "readEvents", "events?stream=app");
        await Is(HttpStatusCode.OK, "exportRollout", "rollouts/one/export");
        await Is(HttpStatusCode.OK, "health", "health");
        await Is(HttpStatusCode.OK, "openApi", "openapi.json");
        Assert.True(seen.Count > 15, string.Join(' ', seen));
    }

    private static StringContent Text(string text, string type) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(type));

    private static JsonContent Json(object body) => JsonContent.Create(body);

    private async Task Is(HttpStatusCode status, string operation, string path, HttpContent? content = null)
    {
        var route = ApiRoutes.All.Single(route => route.Id == operation);
        using var request = new HttpRequestMessage(new(route.Method), "api/" + path) { Content = content };
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{operation}: {answer.StatusCode} {body}");
        var described = document["paths"]![route.Path]![route.Method.ToLowerInvariant()]!["responses"]![$"{(int)status}"];
        Assert.True(described is not null, $"{operation} does not say that it answers {status}");
        Assert.Equal(described["headers"]?["Location"] is not null, answer.Headers.Location is not null);
        var type = answer.Content.Headers.ContentType!.MediaType!;
        Assert.True(described["content"]?[type] is not null, $"{operation} does not say that it answers {type}");
        seen.Add(operation);
        if (type.EndsWith("json", StringComparison.Ordinal) && !type.Contains("ndjson", StringComparison.Ordinal))
            Assert.Empty(new SchemaCheck(document).Faults(JsonNode.Parse(body), described["content"]![type]!["schema"]!));
    }

    private async Task UntilAsync(string happened)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!(await http.GetStringAsync("api/rollouts/one/journal")).Contains($"\"{happened}\"", StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), $"no {happened}: {await http.GetStringAsync("api/rollouts/one")}");
            await Task.Delay(50);
        }
    }
}
