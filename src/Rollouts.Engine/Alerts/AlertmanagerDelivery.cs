namespace Rollouts.Engine;

/// <summary>The webhook of Prometheus' Alertmanager, version 4: many alerts at once, firing and resolved side by side.</summary>
/// <remarks>A fingerprint is the hash of the labels and the same for ever: with the time it began it is one episode, with the status one delivery.</remarks>
internal static class AlertmanagerDelivery
{
    public const string Source = "alertmanager";

    public static IEnumerable<RoutedAlert> Read(AlertJson delivery, DateTimeOffset now)
    {
        if (delivery.Text("version") is not "4" and var version) throw new FormatException($"version is '{version}', and 4 is read here");
        foreach (var alert in delivery.Objects("alerts")) yield return One(alert, now);
    }

    private static RoutedAlert One(AlertJson alert, DateTimeOffset now)
    {
        var firing = alert.Text("status") switch
        {
            "firing" => true,
            "resolved" => false,
            var other => throw new FormatException($"{alert.Path}.status is '{other}', and firing or resolved is read here"),
        };
        var labels = alert.Object("labels");
        var began = alert.Time("startsAt");
        var episode = $"{alert.Text("fingerprint")}@{began:O}";
        var id = $"{Source}:{episode}:{(firing ? "firing" : "resolved")}";
        return new(labels.OptionalText("rollout"), new(
            id, now, Actor.Of(Source), Source, labels.Text("alertname"), episode, firing, labels.OptionalText("severity") ?? "", began, labels.OptionalText("member")));
    }
}
