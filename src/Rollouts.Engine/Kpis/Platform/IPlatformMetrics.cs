using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What is asked of a resource's metrics.</summary>
/// <param name="Resource">The id of the Azure resource.</param>
/// <param name="Namespace">Null for the resource's own.</param>
/// <param name="Filter">In the service's filter language; null for none.</param>
public sealed record PlatformQuestion(string Resource, string? Namespace, string Metric, string? Filter, KpiWindow Window, TimeSpan Grain);

/// <summary>What one grain of time says; null where nothing was measured.</summary>
public sealed record PlatformValue(DateTimeOffset At, double? Total, double? Count, double? Average, double? Minimum, double? Maximum);

/// <summary>Asks for metrics of Azure resources. What stands behind it can be changed in its one implementation.</summary>
public interface IPlatformMetrics
{
    /// <returns>The values in order of time; none where the metric was not measured at all.</returns>
    /// <exception cref="OutboundException">There is no whole answer: refused, failed or too slow.</exception>
    /// <exception cref="FormatException">The question is wrong, or several series answer it.</exception>
    Task<ImmutableArray<PlatformValue>> QueryAsync(PlatformQuestion question, CancellationToken cancellation);
}
