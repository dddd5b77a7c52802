using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What one launch wants to know.</summary>
public sealed record KpiDemand(
    ImmutableSortedDictionary<string, Metric> Metrics,
    ImmutableSortedDictionary<string, MetricSource> Sources,
    ImmutableArray<ReadingWanted> Wanted)
{
    public static KpiDemand Of(Plan plan, ImmutableArray<ReadingWanted> wanted) => new(plan.Metrics, plan.Sources, wanted);
}
