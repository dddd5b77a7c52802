namespace Rollouts.Engine;

/// <summary>Queries over raw events are understood before a launch depends on them, and give what their metric's measure needs.</summary>
internal static class EventLint
{
    public static void Check(Metric metric, Findings findings)
    {
        if (metric.Measure == Measure.Computed)
        {
            findings.Error(metric, $"'{metric.Name}' is computed from events here, not by its source", "write measure: counter, quantile: 0.9, ratio: part / whole, or measure: gauge with take");
            return;
        }

        foreach (var text in metric.Query.Values)
        {
            try
            {
                CheckTake(metric, EventQuery.Parse(text), findings);
            }
            catch (FormatException fault)
            {
                findings.Error(metric, fault.Message, "write it like: seconds of first_value where variant == e2");
            }
        }
    }

    private static void CheckTake(Metric metric, EventQuery query, Findings findings)
    {
        var wantsValues = metric.Measure is Measure.Histogram or Measure.Gauge;
        if (wantsValues && query.Take != EventTake.Values)
            findings.Error(metric, $"the query of '{metric.Name}' names no field whose numbers are taken", $"write FIELD of {query.Name}");
        if (!wantsValues && query.Take == EventTake.Values)
            findings.Error(metric, $"the query of '{metric.Name}' gives many numbers, not one to count", $"write sum {query.Field} of {query.Name}, or {query.Name} alone");
        if (metric.Measure != Measure.Ratio && query.Unit is { } unit && unit != metric.Unit)
            findings.Error(metric, $"the query of '{metric.Name}' is in a unit that its metric is not", "write the metric's unit: duration, size or ratio");
    }
}
