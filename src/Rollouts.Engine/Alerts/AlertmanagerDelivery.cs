namespace Rollouts.Engine;

/// <summary>The webhook of Prometheus' Alertmanager, version 4.</summary>
internal static class AlertmanagerDelivery
{
    public const string Source = "alertmanager";

    public static AlertReading Read(AlertJson delivery, DateTimeOffset now) =>
        delivery.Text("version") is not "4" and var version
            ? throw new FormatException($"version is '{version}', and 4 is read here")
            : AlertGroup.Read(Source, delivery, now);
}
