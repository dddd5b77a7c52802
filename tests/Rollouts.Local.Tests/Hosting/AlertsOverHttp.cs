using System.Net;
using System.Text.Json.Nodes;
using Rollouts.Contracts;

namespace Rollouts.Local.Tests;

/// <summary>Which launches an alert concerns, and which alerts concern none.</summary>
public sealed class AlertsOverHttp : WatchedHost
{
    [Fact]
    public async Task An_alert_that_names_no_launch_concerns_those_under_way_whose_plans_know_its_rule()
    {
        await StartAsync("other-1", WatchedLaunch.Plan.Replace("watched", "other", StringComparison.Ordinal).Replace("HighErrorRate", "SomethingElse", StringComparison.Ordinal).Replace("new_path", "other_path", StringComparison.Ordinal).Replace("ENABLED", "OTHER", StringComparison.Ordinal));
        var unnamed = WebhookSamples.Of("alertmanager", Rollout, Episode).Body.Replace($", \"rollout\": \"{Rollout}\"", "", StringComparison.Ordinal);

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", unnamed));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(Rollout, Assert.Single(body.GetProperty("alerts").EnumerateArray()).GetProperty("rollout").GetString());
        Assert.False(await IsOnAsync());
        Assert.Empty(await AlertsAsync("other-1"));
    }

    [Fact]
    public async Task An_alert_that_nobody_asks_for_is_accepted_and_said_to_be_ignored()
    {
        var unnamed = WebhookSamples.Of("alertmanager", Rollout, Episode).Body.Replace($", \"rollout\": \"{Rollout}\"", "", StringComparison.Ordinal).Replace("HighErrorRate", "DiskFull", StringComparison.Ordinal);

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", unnamed));

        Assert.Equal((HttpStatusCode.Accepted, "ignored: it names no rollout, and no launch under way knows its rule"), (status, Outcome(body)));
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task PagerDutys_ping_and_events_of_no_interest_are_answered_with_success()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(WebhookSamples.Signed("pagerduty", """{ "event": { "id": "1", "event_type": "pagey.ping", "data": { "type": "ping", "message": "Hello" } } }"""))).Status);

        var annotated = WebhookSamples.Of("pagerduty", Rollout, Episode).Body.Replace("incident.triggered", "incident.annotated", StringComparison.Ordinal);
        var (status, body) = await SendAsync(WebhookSamples.Signed("pagerduty", annotated));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Contains("incident.annotated", body.GetProperty("ignored")[0].GetString(), StringComparison.Ordinal);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task An_alert_that_began_before_the_launch_did_is_noted_and_takes_nothing_back()
    {
        var old = JsonNode.Parse(WebhookSamples.Of("alertmanager", Rollout, Episode).Body)!;
        old["alerts"]![0]!["startsAt"] = "2020-01-01T00:00:00Z";

        var (status, body) = await SendAsync(WebhookSamples.Signed("alertmanager", old.ToJsonString()));

        Assert.Equal((HttpStatusCode.Accepted, "accepted"), (status, Outcome(body)));
        Assert.Single(await AlertsAsync());
        Assert.True(await IsOnAsync());
    }

    [Fact]
    public async Task A_rule_of_grafana_that_could_not_be_evaluated_takes_nothing_back()
    {
        var noData = WebhookSamples.Of("grafana", Rollout, Episode).Body.Replace("\"alertname\": \"HighErrorRate\"", "\"alertname\": \"DatasourceNoData\", \"rulename\": \"HighErrorRate\"", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(WebhookSamples.Signed("grafana", noData))).Status);

        Assert.True(await IsOnAsync());
    }
}
