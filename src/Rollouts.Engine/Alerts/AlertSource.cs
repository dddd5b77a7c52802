namespace Rollouts.Engine;

/// <summary>A kind of monitoring system whose webhooks are read.</summary>
/// <param name="Name">As the address of the webhook has it.</param>
/// <param name="Limit">The largest delivery that is read, in bytes.</param>
internal sealed record AlertSource(string Name, int Limit, Func<AlertJson, AlertSettings, DateTimeOffset, AlertReading> Read)
{
    /// <summary>What Azure Monitor and PagerDuty send at most.</summary>
    private const int One = 256 * 1024;

    /// <summary>Groups of alerts have no limit of their own; this is room for more than a thousand.</summary>
    private const int Many = 1024 * 1024;

    public static IReadOnlyDictionary<string, AlertSource> All { get; } = new AlertSource[]
    {
        new(AlertmanagerDelivery.Source, Many, (delivery, _, now) => AlertmanagerDelivery.Read(delivery, now)),
        new(AzureMonitorDelivery.Source, One, (delivery, _, now) => AzureMonitorDelivery.Read(delivery, now)),
        new(GrafanaDelivery.Source, Many, (delivery, _, now) => GrafanaDelivery.Read(delivery, now)),
        new(PagerDutyDelivery.Source, One, PagerDutyDelivery.Read),
    }.ToDictionary(source => source.Name, StringComparer.Ordinal);
}
