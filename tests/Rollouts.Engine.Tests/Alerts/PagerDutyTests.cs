using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.Engine.Tests;

public sealed class PagerDutyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 5, 0, TimeSpan.Zero);

    private static readonly AlertSettings Settings = new()
    {
        PagerDuty = new() { Services = new(StringComparer.Ordinal) { ["PF9KMXH"] = new() { Rule = "Checkout down", Rollout = "checkout-v2", Member = "eu" } } },
    };

    private static AlertReading Read(Action<JsonNode> change)
    {
        var body = JsonNode.Parse("""
            { "event": { "id": "01BSZQPH0QQTUV6Q6QFQ0BRXTD", "event_type": "incident.triggered", "resource_type": "incident",
              "occurred_at": "2026-11-21T08:04:00.000Z", "agent": null, "client": null,
              "data": { "id": "PGR0VU2", "type": "incident", "number": 2, "status": "triggered", "created_at": "2026-11-21T08:03:59Z",
                "title": "Checkout 5xx", "service": { "id": "PF9KMXH", "type": "service_reference", "summary": "Checkout API" },
                "priority": { "id": "PSO75BM", "summary": "P1" }, "urgency": "high", "resolve_reason": null } } }
            """)!;
        change(body["event"]!);
        return AlertReader.Read("pagerduty", Encoding.UTF8.GetBytes(body.ToJsonString()), Settings, Now);
    }

    private static RoutedAlert Alert(Action<JsonNode> change) => Assert.Single(Assert.IsType<AlertReading.Sound>(Read(change)).Alerts);

    private static string Ignored(Action<JsonNode> change)
    {
        var sound = Assert.IsType<AlertReading.Sound>(Read(change));
        Assert.Empty(sound.Alerts);
        return Assert.Single(sound.Ignored);
    }

    [Fact]
    public void An_incident_of_a_configured_service_stands_for_the_services_rule()
    {
        var (rollout, alert, end) = Alert(_ => { });

        Assert.Equal("checkout-v2", rollout);
        Assert.Null(end);
        Assert.Equal(
            ("pagerduty:01BSZQPH0QQTUV6Q6QFQ0BRXTD", "Checkout down", "PGR0VU2", true, "P1", "eu"),
            (alert.Id, alert.Rule, alert.Episode, alert.Firing, alert.Severity, alert.Member));
        Assert.Equal(new(2026, 11, 21, 8, 3, 59, TimeSpan.Zero), alert.Started);
    }

    [Fact]
    public void Without_a_priority_the_urgency_is_the_severity() => Assert.Equal("high", Alert(happened => happened["data"]!["priority"] = null).Alert.Severity);

    [Fact]
    public void Resolved_ends_the_episode_and_reopened_begins_it_again_when_it_was_reopened()
    {
        Assert.False(Alert(happened => happened["event_type"] = "incident.resolved").Alert.Firing);
        var again = Alert(happened => happened["event_type"] = "incident.reopened").Alert;
        Assert.True(again.Firing);
        Assert.Equal(new(2026, 11, 21, 8, 4, 0, TimeSpan.Zero), again.Started);
    }

    [Theory]
    [InlineData("incident.acknowledged")]
    [InlineData("incident.annotated")]
    [InlineData("incident.custom_field_values.updated")]
    [InlineData("service.updated")]
    [InlineData("something.new")]
    public void Events_that_say_nothing_about_an_alert_are_ignored_whatever_their_data_looks_like(string type) => Assert.Contains("says nothing about an alert", Ignored(happened =>
    {
        happened["event_type"] = type;
        happened["data"] = new JsonObject { ["content"] = "a note" };
    }));

    [Fact]
    public void A_ping_is_told_apart() => Assert.IsType<AlertReading.Ping>(Read(happened => happened["event_type"] = "pagey.ping"));

    [Fact]
    public void An_incident_of_another_service_is_ignored_whatever_its_title_says() =>
        Assert.Equal("no rule is configured for the service POTHER", Ignored(happened => happened["data"]!["service"]!["id"] = "POTHER"));

    [Fact]
    public void An_event_that_is_sent_long_after_it_occurred_is_ignored() =>
        Assert.Equal("it occurred more than 1h ago", Ignored(happened => happened["occurred_at"] = "2026-11-21T07:04:00Z"));

    [Theory]
    [InlineData("id", "event.id must be a text")]
    [InlineData("event_type", "event.event_type must be a text")]
    [InlineData("occurred_at", "event.occurred_at must be a text")]
    [InlineData("data", "event.data must be an object")]
    public void A_member_that_is_missing_is_named(string member, string why) =>
        Assert.Equal(why, Assert.IsType<AlertReading.Faulty>(Read(happened => happened.AsObject().Remove(member))).Why);
}
