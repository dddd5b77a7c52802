namespace Rollouts.Engine;

/// <summary>The webhook of Grafana Alerting: Alertmanager's list under another version, with the organisation beside it.</summary>
/// <remarks>
/// A rule that could not be evaluated fires as <c>DatasourceNoData</c> or <c>DatasourceError</c>: an alert of that name and no other, so that
/// nothing follows from it unless a plan names it.
/// </remarks>
internal static class GrafanaDelivery
{
    public const string Source = "grafana";

    public static AlertReading Read(AlertJson delivery, DateTimeOffset now)
    {
        if (delivery.Text("version") is not "1" and var version) throw new FormatException($"version is '{version}', and 1 is read here");
        if (!delivery.Has("orgId")) throw new FormatException("orgId is missing: the body is not one of Grafana");
        return AlertGroup.Read(Source, delivery, now);
    }
}
