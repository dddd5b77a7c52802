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
        if (kind == "json" && metric.Measure == Measure.Histogram) findings.Error(metric, "a JSON document has no histograms", "write measure: computed, with a query that the source computes");
        if (kind == "events") EventLint.Check(metric, findings);
        else if (metric.Ranking != Ranking.Nearest) findings.Error(metric, $"the quantile '{metric.Name}' is not of raw events and has no rank", "leave 'rank' out");
        if (kind == "azure-metrics" && metric.Measure is (Measure.Histogram or Measure.Computed))
            findings.Error(metric, "metrics of a resource are totals and levels", "write measure: counter, gauge, or a ratio of two metrics");
        if (kind is "prometheus" or "json")
            foreach (var part in metric.Query.Values) CheckPlaces(metric, part, kind == "json", windowed, findings);
        if (kind is "prometheus" or "json" or "azure-logs" or "azure-metrics")
            foreach (var part in metric.Query.Values) CheckScope(metric, part, kind, findings);
    }

    /// <summary>Prometheus computes over windows and must be told which; of a JSON document only what it computes can be asked for one.</summary>
    private static void CheckPlaces(Metric metric, string query, bool json, bool windowed, Findings findings)
    {
        var needs = metric.Measure switch
        {
            Measure.Computed => windowed,
            Measure.Gauge => !json && windowed && metric.Aggregate != Aggregate.Last,
            _ => !json,
        };
        var has = query.Contains(WindowPlace, StringComparison.Ordinal);
        if (needs && !has)
            findings.Error(metric, $"the query of '{metric.Name}' cannot be asked over a window", $"write {WindowPlace} where it goes" + (json ? "" : $": increase(requests_total[{WindowPlace}])"));
        if (json && has && metric.Measure != Measure.Computed)
            findings.Error(metric, $"the query of '{metric.Name}' asks for a window, and windows of this measure are made from its samples", $"leave {WindowPlace} out, or write measure: computed");
    }

    private static void CheckScope(Metric metric, string query, string kind, Findings findings)
    {
        if (metric.ScopeLabel is { } label && !query.Contains(ScopePlace, StringComparison.Ordinal))
            findings.Error(metric, $"the query of '{metric.Name}' cannot be asked for one {label}", $"write {ScopePlace} where it goes: {label}{(kind switch { "azure-logs" => " == ", "azure-metrics" => " eq ", _ => "=" })}{ScopePlace}");
    }

    private static bool IsPercentile(string query) =>
        query.Contains("quantile", StringComparison.OrdinalIgnoreCase) || query.Contains("percentile", StringComparison.OrdinalIgnoreCase);
}
