namespace Rollouts.Engine;

/// <summary>A webhook of PagerDuty, version 3: one event at a time. It has no labels; its service says, by configuration, which rule it stands for.</summary>
/// <remarks>
/// What is of no interest is sound all the same: three answers with a 4xx in a row and PagerDuty sends nothing for a day.
/// An incident may open again, so that its end is not the last word.
/// </remarks>
internal static class PagerDutyDelivery
{
    public const string Source = "pagerduty";

    /// <summary>Its retries end after some twenty minutes. The signature covers no time, so that an older one may have been recorded and sent again.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    public static AlertReading Read(AlertJson delivery, AlertSettings settings, DateTimeOffset now)
    {
        var occurred = delivery.Object("event");
        var type = occurred.Text("event_type");
        if (type == "pagey.ping") return new AlertReading.Ping();
        if (type is not ("incident.triggered" or "incident.reopened" or "incident.resolved")) return Ignored($"{type} says nothing about an alert");
        if (now - occurred.Time("occurred_at") > Oldest) return Ignored($"it occurred more than {Span.Text(Oldest)} ago");
        var incident = occurred.Object("data");
        var service = incident.Object("service").Text("id");
        if (settings.PagerDuty.Services.GetValueOrDefault(service) is not { } stands) return Ignored($"no rule is configured for the service {service}");

        var alert = new Input.Alert(
            $"{Source}:{occurred.Text("id")}", now, Actor.Of(Source), Source, stands.Rule, incident.Text("id"), type != "incident.resolved",
            incident.TextIn("priority", "summary") ?? incident.OptionalText("urgency") ?? "",
            type == "incident.reopened" ? occurred.Time("occurred_at") : incident.Time("created_at"), stands.Member);
        return new AlertReading.Sound([new(stands.Rollout, alert, null)], [], [], 0);
    }

    private static AlertReading.Sound Ignored(string why) => new([], [], [why], 0);
}
