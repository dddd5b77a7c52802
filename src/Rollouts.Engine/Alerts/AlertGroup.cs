using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The list of alerts that Alertmanager and Grafana send: firing and resolved side by side.</summary>
/// <remarks>
/// A fingerprint is the hash of the labels and the same for ever: with the time it began it is one episode, with the status one delivery.
/// An alert that cannot be read is told to the sender and does not spoil the others: what answers 400 is never sent again.
/// </remarks>
internal static class AlertGroup
{
    public static AlertReading Read(string source, AlertJson delivery, DateTimeOffset now)
    {
        var (alerts, unread) = (ImmutableArray.CreateBuilder<RoutedAlert>(), ImmutableArray.CreateBuilder<string>());
        foreach (var alert in delivery.Items("alerts"))
        {
            try
            {
                alerts.Add(One(source, alert, now));
            }
            catch (FormatException problem)
            {
                unread.Add(problem.Message);
            }
        }

        return alerts.Count == 0 && unread.Count > 0
            ? new AlertReading.Faulty(unread[0])
            : new AlertReading.Sound(alerts.ToImmutable(), unread.ToImmutable(), [], delivery.Number("truncatedAlerts"));
    }

    private static RoutedAlert One(string source, AlertJson alert, DateTimeOffset now)
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
        var end = $"{source}:{episode}:resolved";
        return new(
            labels.OptionalText("rollout"),
            new(
                firing ? $"{source}:{episode}:firing" : end, now, Actor.Of(source), source, labels.Text("alertname"), episode, firing,
                labels.OptionalText("severity") ?? "", began, labels.OptionalText("member")),
            end);
    }
}
