namespace Rollouts.Engine;

/// <summary>A source that knows only the present, so that windows need samples kept along the way.</summary>
public interface IScrapedSource : IKpiSource
{
    /// <summary>Reads the source and keeps samples of everything the metrics need. Metrics of other sources are ignored.</summary>
    /// <remarks>May be called as often as windows are short: every few seconds. <see cref="IKpiSource.ReadAsync"/> scrapes too.</remarks>
    /// <exception cref="OutboundException">The source could not be read; nothing is kept.</exception>
    /// <exception cref="FormatException">The source's answer or a query makes no sense; the metrics it does not concern are kept.</exception>
    Task ScrapeAsync(MetricSource source, IReadOnlyCollection<Metric> metrics, DateTimeOffset now, CancellationToken cancellation);
}
