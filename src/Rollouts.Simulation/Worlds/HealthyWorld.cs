namespace Rollouts.Simulation;

/// <summary>A world in which all is well: every metric is where the plan's gates want it and where no trigger minds.</summary>
internal static class HealthyWorld
{
    public static IEnumerable<WorldChange> Of(Plan plan)
    {
        foreach (var metric in plan.Metrics.Values)
        {
            var wanted = CriteriaOf(plan, metric.Name).ToArray();
            var series = (DateTimeOffset at) => new Series([new(at, SegmentKind.Level, ValueOf(metric, wanted), ValueOf(metric, wanted), TimeSpan.Zero, new(Math.Max(metric.AtLeast, Sampling.Plenty.Count), null))], []);
            yield return new(new(metric.Name, "", null), series);
            if (metric.Measure != Measure.Reported)
            {
                yield return new(new(metric.Name, ReadingKey.Baseline, null), series);
                continue;
            }

            foreach (var scope in wanted.Select(criterion => criterion.Scope).OfType<string>().Distinct(StringComparer.Ordinal)) yield return new(new(metric.Name, scope, null), series);
        }
    }

    /// <summary>What must hold of the metric; of a trigger, the opposite of what fires it.</summary>
    private static IEnumerable<Criterion.OfMetric> CriteriaOf(Plan plan, string metric) =>
        plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfMetric>()
            .Concat(plan.Triggers.Select(trigger => trigger.When).OfType<Criterion.OfMetric>().Select(when => when with { Comparison = Opposite(when.Comparison) }))
            .Where(criterion => criterion.Metric == metric);

    private static double ValueOf(Metric metric, Criterion.OfMetric[] wanted)
    {
        var limits = wanted.Where(criterion => criterion.Threshold is Threshold.Absolute)
            .Select(criterion => (criterion.Comparison, ((Threshold.Absolute)criterion.Threshold).Quantity.Value)).ToArray();
        foreach (var (comparison, value) in limits)
            if (comparison == Comparison.Equal) return value;
        var above = limits.Where(limit => limit.Comparison is Comparison.AtLeast or Comparison.More).Select(limit => (double?)limit.Value).Max();
        var below = limits.Where(limit => limit.Comparison is Comparison.Less or Comparison.AtMost).Select(limit => (double?)limit.Value).Min();
        return (above, below) switch
        {
            ({ } low, { } high) => (low + high) / 2,
            (null, { } high) => high / 4,
            ({ } low, null) => metric.Unit is Unit.Ratio ? (low + 1) / 2 : metric.Unit is Unit.Truth ? 1 : low * 2 + 1,
            _ => metric.Unit is Unit.Ratio ? 0.5 : 1,
        };
    }

    private static Comparison Opposite(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.AtLeast,
        Comparison.AtMost => Comparison.More,
        Comparison.Equal => Comparison.NotEqual,
        Comparison.NotEqual => Comparison.Equal,
        Comparison.AtLeast => Comparison.Less,
        Comparison.More => Comparison.AtMost,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "unknown comparison"),
    };
}
