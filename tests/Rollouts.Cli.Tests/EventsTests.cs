using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Rollouts.Cli.Tests;

/// <summary>Raw events, from files and over HTTP, up to the gate that is decided on them.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private const string Plan = """
        plan: counted
        title: Decided on events
        roles:
          lead: { members: [ann] }
        flags:
          new_path: { dial: exposure, unit: user }
        sources:
          app: { kind: events }
        metrics:
          ttv_p90: { quantile: 0.9, unit: duration, from: app, query: ms in ms of first_value, at-least: 5 samples }
          grant:   { ratio: granted / asked, from: app, query: { granted: mic where answer == granted, asked: mic } }
        observe: 1s
        go: [Ready]
        phases:
          - phase: P0
            title: Inside
            lasts: 1s..
            exposure: { percent: 10 }
            gate: [ttv_p90 <= 5 s, grant >= 60%]
            approve: [lead]
            review: every 1d
        """;

    private readonly RunningHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(host.Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string type, string query = "", string? actor = "app")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url + "/api/events" + query) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (actor is not null) request.Headers.Add("X-Rollout-Actor", actor);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_gate_is_decided_on_events_that_came_from_files()
    {
        var plan = await FileAsync("counted.yaml", Plan);
        (await host.Ann("start", plan, "--name", "c-1")).Ended(ExitCode.Fine);
        (await host.Ann("mark", "c-1", "Ready")).Ended(ExitCode.Fine);
        await host.UntilAsync("c-1", status => status.Contains("not known", StringComparison.Ordinal));
        var lines = new StringBuilder();
        for (var i = 0; i < 10; i++) lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"id\":\"v{i}\",\"at\":\"{Now}\",\"name\":\"first_value\",\"ms\":{(i == 0 ? 60000 : 400 * i)}}}\n");
        var table = new StringBuilder("id,at,name,answer\n");
        for (var i = 0; i < 4; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{i},{Now},mic,{(i == 0 ? "denied" : "granted")}\n");

        Assert.Contains("10 events taken, 0 known", (await host.Ann("events", "send", await FileAsync("ttv.jsonl", lines.ToString()))).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        Assert.Contains("4 events taken, 0 known", (await host.Ann("events", "send", await FileAsync("mic.csv", table.ToString()))).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        Assert.Equal(4, (await host.Ann("events", "send", await FileAsync("mic.csv", table.ToString()), "--json")).Ended(ExitCode.Fine).Json.GetProperty("known").GetInt32());

        var status = await host.UntilAsync("c-1", status => status.Contains("approval of P0", StringComparison.Ordinal));
        Assert.Contains("3.6 s (n = 10)", status, StringComparison.Ordinal);
        Assert.Contains("75 % (3 of 4)", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_file_with_a_wrong_line_is_sent()
    {
        var file = await FileAsync("bad.jsonl", $$"""{"id":"1","at":"{{Now}}","name":"x"}""" + "\n{}\n");

        var ran = (await host.Ann("events", "send", file)).Ended(ExitCode.BadUsage);
        Assert.Contains("bad.jsonl line 2: it has no 'id'", ran.Errors, StringComparison.Ordinal);
        Assert.Empty((await host.Ann("events", "list")).Ended(ExitCode.Fine).Out);
        Assert.Contains("say how", (await host.Ann("events", "send", await FileAsync("events.txt", "x"))).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_posted_in_each_format_and_counted_once()
    {
        Assert.Equal((HttpStatusCode.OK, """{"stream":"app","taken":1,"known":0}"""), await PostAsync($$"""{"id":"1","at":"{{Now}}","name":"x"}""", "application/x-ndjson"));
        Assert.Equal((HttpStatusCode.OK, """{"stream":"app","taken":1,"known":1}"""), await PostAsync($$"""[{"id":"1","at":"{{Now}}","name":"x"},{"id":"2","at":"{{Now}}","name":"x"}]""", "application/json"));
        Assert.Equal((HttpStatusCode.OK, """{"stream":"staging","taken":1,"known":0}"""), await PostAsync($"id,at,name\n1,{Now},x\n", "text/csv", "?stream=staging"));

        var lines = (await host.Ann("events", "list", "--limit", "1")).Ended(ExitCode.Fine).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("2", JsonDocument.Parse(Assert.Single(lines)).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_cannot_be_taken_is_answered_with_what_is_wrong()
    {
        var (status, body) = await PostAsync($$"""{"id":"1","at":"{{Now}}","name":"x"}""" + "\n{\"id\":\"2\"}\nnonsense", "application/x-ndjson");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal([2, 3], JsonDocument.Parse(body).RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync("x", "text/plain")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("{}", "application/json", actor: null)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("{}", "application/json", "?stream=No+Name")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(new string(' ', 4 * 1024 * 1024 + 1), "application/json")).Status);
        Assert.Empty((await host.Ann("events", "list")).Ended(ExitCode.Fine).Out);
        Assert.Contains("'limit' is a number", (await host.Ann("events", "list", "--limit", "0")).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
    }
}
