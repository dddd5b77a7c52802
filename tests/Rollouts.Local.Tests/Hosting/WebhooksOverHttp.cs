using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What every sender sends, over HTTP to the embedded host, with a launch under way: whole, cut, doubled, out of order, unproved, too large.</summary>
public sealed class WebhooksOverHttp : IAsyncLifetime
{
    private const string Rollout = "checkout-v2";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private WebApplication app = null!;
    private EmbeddedHost host = null!;

    public static TheoryData<string> Samples => [.. WebhookSamples.Names];

    public async Task InitializeAsync()
    {
        app = LocalWeb.Create(LocalOptions.In(folder.Path) with
        {
            Url = "http://127.0.0.1:0",
            Alerts = new()
            {
                Alertmanager = new() { Token = WebhookSamples.Token },
                Grafana = new() { Secret = WebhookSamples.GrafanaSecret, TimestampHeader = "X-Time" },
                PagerDuty = new()
                {
                    Secrets = WebhookSamples.PagerDutySecret,
                    Services = new(StringComparer.Ordinal) { ["PF9KMXH"] = new() { Rule = "HighErrorRate", Rollout = Rollout } },
                },
            },
        });
        await app.StartAsync();
        http.BaseAddress = new(app.Urls.Single());
        host = app.Services.GetRequiredService<EmbeddedHost>();
        await StartAsync(Rollout, WatchedLaunch.Plan);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    private async Task StartAsync(string rollout, string plan)
    {
        var lead = Actor.Of("ann");
        var document = Assert.IsType<PlanReading.Sound>(PlanReader.Read(plan)).Document;
        Assert.IsType<StartAnswer.Started>(await host.Launches.StartAsync(rollout, document, lead, "start", default));
        await host.Launches.OfferAsync(rollout, new Input.Mark("ready", TimeProvider.System.GetUtcNow(), lead, "ready", true, null, ""), TimeSpan.FromSeconds(4), default);
        await UntilAsync(async () => (await StateAsync(rollout)) is { Main.Stage: TrackStage.Running, Pending.IsEmpty: true });
    }

    private async Task<RolloutState> StateAsync(string rollout = Rollout) => (await host.Drainer.ReadAsync(rollout, default))!.State;

    private async Task<Input.Alert[]> AlertsAsync(string rollout = Rollout) => [.. (await host.Store.ReadAsync(rollout, 0, default))!.Entries.Select(entry => entry.Input).OfType<Input.Alert>()];

    private async Task<bool> IsOnAsync() =>
        FlagContent.Read((await new FlagsFile(LocalOptions.In(folder.Path).Flags, TimeProvider.System).ReadAsync(GovernedKey.Flag("ENABLED"), default)).Content, GovernedKey.Flag("ENABLED"), FlagUse.KillSwitch)
            is KeyDocument.Switch { On: true };

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(Delivery delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/alerts/" + delivery.Source) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in delivery.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private static string? Outcome(JsonElement body) => body.GetProperty("alerts")[0].GetProperty("outcome").GetString();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "it did not come true");
            await Task.Delay(20);
        }
    }

    /// <summary>Nothing was taken: the flag is on, no alert stands in the journal.</summary>
    private async Task NothingHappenedAsync()
    {
        Assert.True(await IsOnAsync());
        Assert.Empty(await AlertsAsync());
        Assert.Empty((await StateAsync()).Returning);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_has_the_kill_switch_off_when_it_is_answered(string sample)
    {
        Assert.True(await IsOnAsync());

        var (status, body) = await SendAsync(WebhookSamples.Of(sample, Rollout, "e1"));

        Assert.False(await IsOnAsync());
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.True(Outcome(body) is "fenced" or "rolling back" or "accepted", Outcome(body));
        Assert.Equal("HighErrorRate", Assert.Single(await AlertsAsync()).Rule);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_is_cut_anywhere_is_malformed_and_changes_nothing(string sample)
    {
        var whole = WebhookSamples.Of(sample, Rollout, "e1").Body;

        foreach (var length in (int[])[0, 1, whole.Length / 4, whole.Length / 2, whole.Length * 3 / 4, whole.Length - 1])
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(WebhookSamples.Signed(sample, whole[..length]))).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_connection_that_breaks_in_the_middle_loses_nothing_that_is_sent_again(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, "e1");
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, http.BaseAddress!.Port);
            var head = new StringBuilder($"POST /api/alerts/{delivery.Source} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(delivery.Body)}\r\n");
            foreach (var (name, value) in delivery.Headers) head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + "\r\n" + delivery.Body[..(delivery.Body.Length / 2)]));
        }

        await NothingHappenedAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(delivery)).Status);
        Assert.False(await IsOnAsync());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_sent_twice_at_once_and_again_later_is_one_alert_and_one_way_back(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, "e1");

        var both = await Task.WhenAll(SendAsync(delivery), SendAsync(delivery));
        var later = await SendAsync(delivery);

        Assert.All(both.Append(later), answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal("known", Outcome(later.Body));
        Assert.Single(await AlertsAsync());
        Assert.Single((await host.Store.ReadAsync(Rollout, 0, default))!.Entries.SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task An_end_that_comes_before_its_beginning_hides_nothing(string sample)
    {
        var (status, body) = await SendAsync(WebhookSamples.Of(sample, Rollout, "e1", firing: false));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), (status, Outcome(body)));
        Assert.True(await IsOnAsync());

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(WebhookSamples.Of(sample, Rollout, "e1"))).Status);

        Assert.False(await IsOnAsync());
        var isOver = (await StateAsync()).Alerts.Values.Single() is { Firing: false };
        Assert.Equal(sample != "pagerduty", isOver);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_does_not_prove_its_sender_is_refused_and_changes_nothing(string sample)
    {
        var proved = WebhookSamples.Of(sample, Rollout, "e1");
        if (proved.Headers.Length == 0) return;

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Headers = [] })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Headers = [.. proved.Headers.Select(header => (header.Name, header.Value[..^1] + "~"))] })).Status);
        if (sample != "alertmanager") Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Body = proved.Body.Replace("e1", "e2", StringComparison.Ordinal) })).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_is_too_large_is_refused_and_changes_nothing(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, "e1");
        var padding = new string(' ', AlertReader.LimitOf(delivery.Source)!.Value);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(WebhookSamples.Signed(sample, delivery.Body + padding))).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    public async Task Of_a_thousand_alerts_at_once_none_is_lost(string sample)
    {
        var one = WebhookSamples.Of(sample, Rollout, "e-0").Body;
        var all = JsonNode.Parse(one)!;
        var alerts = all["alerts"]!.AsArray();
        foreach (var n in Enumerable.Range(1, 999))
        {
            var other = alerts[0]!.DeepClone();
            other["fingerprint"] = $"e-{n}";
            alerts.Add(other);
        }

        var (status, body) = await SendAsync(WebhookSamples.Signed(sample, all.ToJsonString()));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(1000, body.GetProperty("alerts").GetArrayLength());
        Assert.False(await IsOnAsync());
        await UntilAsync(async () => (await AlertsAsync()).Length == 1000);
        Assert.Equal(1000, (await AlertsAsync()).Select(alert => alert.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_alert_that_names_no_launch_concerns_those_under_way_whose_plans_know_its_rule()
    {
        await StartAsync("other-1", WatchedLaunch.Plan.Replace("watched", "other", StringComparison.Ordinal).Replace("HighErrorRate", "SomethingElse", StringComparison.Ordinal).Replace("new_path", "other_path", StringComparison.Ordinal).Replace("ENABLED", "OTHER", StringComparison.Ordinal));
        var unnamed = WebhookSamples.Of("alertmanager", Rollout, "e1").Body.Replace($", \"rollout\": \"{Rollout}\"", "", StringComparison.Ordinal);

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", unnamed));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(Rollout, Assert.Single(body.GetProperty("alerts").EnumerateArray()).GetProperty("rollout").GetString());
        Assert.False(await IsOnAsync());
        Assert.Empty(await AlertsAsync("other-1"));
    }

    [Fact]
    public async Task An_alert_that_nobody_asks_for_is_accepted_and_said_to_be_ignored()
    {
        var unnamed = WebhookSamples.Of("alertmanager", Rollout, "e1").Body.Replace($", \"rollout\": \"{Rollout}\"", "", StringComparison.Ordinal).Replace("HighErrorRate", "DiskFull", StringComparison.Ordinal);

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", unnamed));

        Assert.Equal((HttpStatusCode.Accepted, "ignored: it names no rollout, and no launch under way knows its rule"), (status, Outcome(body)));
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task PagerDutys_ping_and_events_of_no_interest_are_answered_with_success()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(WebhookSamples.Signed("pagerduty", """{ "event": { "id": "1", "event_type": "pagey.ping", "data": { "type": "ping", "message": "Hello" } } }"""))).Status);

        var annotated = WebhookSamples.Of("pagerduty", Rollout, "e1").Body.Replace("incident.triggered", "incident.annotated", StringComparison.Ordinal);
        var (status, body) = await SendAsync(WebhookSamples.Signed("pagerduty", annotated));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Contains("incident.annotated", body.GetProperty("ignored")[0].GetString(), StringComparison.Ordinal);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task An_alert_that_began_before_the_launch_did_is_noted_and_takes_nothing_back()
    {
        var old = JsonNode.Parse(WebhookSamples.Of("alertmanager", Rollout, "e1").Body)!;
        old["alerts"]![0]!["startsAt"] = "2020-01-01T00:00:00Z";

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", old.ToJsonString()));

        Assert.Equal((HttpStatusCode.Accepted, "accepted"), (status, Outcome(body)));
        Assert.Single(await AlertsAsync());
        Assert.True(await IsOnAsync());
    }

    [Fact]
    public async Task A_rule_of_grafana_that_could_not_be_evaluated_takes_nothing_back()
    {
        var noData = WebhookSamples.Of("grafana", Rollout, "e1").Body.Replace("\"alertname\": \"HighErrorRate\"", "\"alertname\": \"DatasourceNoData\", \"rulename\": \"HighErrorRate\"", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(WebhookSamples.Signed("grafana", noData))).Status);

        Assert.True(await IsOnAsync());
    }

    [Fact]
    public async Task A_source_that_proves_nothing_is_believed_under_this_machines_own_name_only()
    {
        var delivery = WebhookSamples.Of("azure-metric", Rollout, "e1") with { Headers = [("Host", "rollouts.example.com")] };

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(delivery)).Status);

        await NothingHappenedAsync();
    }
}
