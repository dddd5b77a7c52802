using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Each source that a launch under way reads from, asked for one reading that it wants now.</summary>
public sealed class SourcesProbe(IRolloutStore store, Drainer drainer, KpiReader reader, TimeProvider time) : IHealthProbe
{
    public string Name => "sources";

    public async Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = await Task.WhenAll((await store.ListAsync(cancellation)).Select(rollout => drainer.ReadAsync(rollout, cancellation)));
        var asked = known.OfType<Drained>().Where(launch => !launch.State.IsFinished).SelectMany(launch => OnePerSource(launch, now))
            .DistinctBy(each => SourceIdentity.Of(each.Source), StringComparer.Ordinal).ToList();
        var readings = await reader.ReadAsync([.. asked.Select(each => each.Demand)], now, cancellation);
        return [.. asked.Zip(readings, (each, answers) => new Dependency($"source {each.Source.Name}", answers.FirstOrDefault()?.Error))];
    }

    private static IEnumerable<(MetricSource Source, KpiDemand Demand)> OnePerSource(Drained launch, DateTimeOffset now) =>
        from wanted in Next.ReadingsOf(launch.Plan, launch.State, now)
        let metric = launch.Plan.Metrics.GetValueOrDefault(wanted.Key.Metric)
        where metric is not null && metric.Measure != Measure.Reported
        group wanted by metric.From into shared
        where launch.Plan.Sources.ContainsKey(shared.Key)
        select (launch.Plan.Sources[shared.Key], KpiDemand.Of(launch.Plan, [shared.First()]));
}
