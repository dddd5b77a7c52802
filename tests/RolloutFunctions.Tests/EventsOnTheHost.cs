using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RolloutFunctions.Tests;

[Collection(TheApp.Name)]
public sealed class EventsOnTheHost(TheApp theApp)
{
    private const string Plan = """
        plan: counted
        title: Counted on events
        label: counted
        roles: { lead: { members: [lead] } }
        flags: { counted_path: { dial: exposure, unit: user } }
        sources: { app: { kind: events, stream: counted } }
        metrics:
          uploads: { measure: counter, from: app, query: upload where ok == true }
        go: [{ item: Ready, id: ready }]
        phases:
          - { phase: P0, title: Some, lasts: 1s.., exposure: { percent: 10 }, gate: [uploads >= 3] }
          - { phase: P1, title: More, lasts: 1d.., exposure: { percent: 20 } }
        """;

    [Fact]
    public async Task A_gate_passes_on_what_the_launched_app_told_of_itself()
    {
        var app = await theApp.RunningAsync();
        var started = await app.PostAsync("api/rollouts", new { rollout = "counted-1", planText = Plan });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        Assert.True((await app.PostAsync("api/rollouts/counted-1/commands", new { command = "mark", item = "ready" })).IsSuccessStatusCode);
        await app.UntilAsync("P0 is driven", async () => await app.DriverAsync("counted-1.P0.1") is ("Running", { Length: > 0 }));

        Assert.Equal((HttpStatusCode.OK, 3), await SendAsync(app, Line(1), Line(2), Line(3)));
        Assert.Equal((HttpStatusCode.OK, 1), await SendAsync(app, Line(3), Line(4)));

        await app.UntilAsync("P1 is driven", async () => await app.DriverAsync("counted-1.P1.1") is ("Running", { Length: > 0 }));
        Assert.Equal(4, (await LatestAsync(app)).Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_delivery_with_a_line_that_is_wrong_is_refused_whole_and_says_which()
    {
        var app = await theApp.RunningAsync();

        var (status, _) = await SendAsync(app, Line(11), "{\"id\": \"12\"}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.DoesNotContain("\"11\"", await LatestAsync(app), StringComparison.Ordinal);
    }

    private static async Task<string> LatestAsync(Running app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/events?stream=counted&limit=100");
        request.Headers.Add("X-Rollout-Actor", "lead");
        using var answer = await app.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Line(int n) => $$"""{"id": "{{n}}", "at": "{{TimeProvider.System.GetUtcNow():O}}", "name": "upload", "ok": true}""";

    private static async Task<(HttpStatusCode Status, int Taken)> SendAsync(Running app, params string[] lines)
    {
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/events?stream=counted") { Content = content };
        request.Headers.Add("X-Rollout-Actor", "app");
        using var answer = await app.Http.SendAsync(request);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, answer.IsSuccessStatusCode ? said.GetProperty("taken").GetInt32() : 0);
    }
}
