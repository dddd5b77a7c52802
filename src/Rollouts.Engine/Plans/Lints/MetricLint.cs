namespace Rollouts.Engine;

/// <summary>Ratios and percentiles are never averaged; a query that is asked over a window has a place for it.</summary>
internal static class MetricLint
{
    private const string WindowPlace = "$window";
    private const string ScopePlace = "$scope";

    public static void Check(Plan plan, Findings findings)
    {
        var windowed = EveryGate.MetricCriteriaOf(plan).Where(criterion => criterion.Over is not null).Select(criterion => criterion.Metric).ToHashSet(StringComparer.Ordinal);
        foreach (var metric in plan.Metrics.Values)
        {
            if (CriterionText.IsReserved(metric.Name)) findings.Error(metric, $"'{metric.Name}' begins another kind of criterion and names no metric", "give it another name");
            CheckAverage(metric, findings);
            if (plan.Sources.TryGetValue(metric.From, out var source)) CheckQuery(metric, source.Kind, windowed.Contains(metric.Name), findings);
        }
    }

    private static void CheckAverage(Metric metric, Findings findings)
    {
        if (metric is not { Measure: Measure.Gauge, Aggregate: Aggregate.Average }) return;
        if (metric.Unit == Unit.Ratio)
            findings.Error(metric, $"'{metric.Name}' averages a ratio, and averages of ratios mean nothing", "write ratio: part / whole, with a query for each");
        else if (metric.Query.Values.Any(IsPercentile))
            findings.Error(metric, $"'{metric.Name}' averages a percentile, and averages of percentiles mean nothing", "write quantile: 0.99 over the buckets, or measure: computed");
    }

    private static void CheckQuery(Metric metric, string kind, bool windowed, Findings findings)
    {
        if (metric.Measure == Measure.Reported) return;
        if (metric.Measure == Measure.Ratio && metric.Query.ContainsKey("") && kind != "azure-logs")
            findings.Error(metric, $"the ratio '{metric.Name}' has one query for both its parts", $"write query: {{ {metric.Numerator}: …, {metric.Denominator}: … }}");
        if (kind == "reported") findings.Error(metric, $"'{metric.Name}' comes from a source that is only reported to", "write measure: reported, without from and query");
        if (kind != "prometheus") return;
        var needsWindow = metric.Measure is Measure.Counter or Measure.Ratio or Measure.Histogram || (windowed && metric is { Measure: Measure.Computed } or { Aggregate: not Aggregate.Last });
        foreach (var part in metric.Query.Values)
        {
            if (needsWindow && !part.Contains(WindowPlace, StringComparison.Ordinal))
                findings.Error(metric, $"the query of '{metric.Name}' cannot be asked over a window", $"write {WindowPlace} where it goes: increase(requests_total[{WindowPlace}])");
            if (metric.ScopeLabel is { } label && !part.Contains(ScopePlace, StringComparison.Ordinal))
                findings.Error(metric, $"the query of '{metric.Name}' cannot be asked for one {label}", $"write {ScopePlace} where it goes: {label}={ScopePlace}");
        }
    }

    private static bool IsPercentile(string query) =>
        query.Contains("quantile", StringComparison.OrdinalIgnoreCase) || query.Contains("percentile", StringComparison.OrdinalIgnoreCase);
}
