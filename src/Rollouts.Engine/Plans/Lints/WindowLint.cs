namespace Rollouts.Engine;

/// <summary>Whoever guards a window must look at least three times within it.</summary>
internal static class WindowLint
{
    public static void Check(Plan plan, Findings findings)
    {
        var guarded = plan.Triggers
            .Select(trigger => (Trigger: trigger, Window: WindowOf(plan, trigger.When)))
            .Where(each => each.Window is { } window && plan.Observe * 3 > window)
            .OrderBy(each => each.Window).ToArray();
        if (guarded.Length == 0) return;
        var (first, window) = guarded[0];
        findings.Error(
            findings.SaysObserve ? PlanScope.ObserveKey : first,
            $"readings every {Span.Text(plan.Observe)} are too seldom for '{first.Name}', which looks at {Span.Text(window!.Value)}",
            $"write observe: {Span.Exact(window.Value / 3)} or less");
    }

    private static TimeSpan? WindowOf(Plan plan, Criterion criterion)
    {
        if (criterion is not Criterion.OfMetric metric || !plan.Metrics.TryGetValue(metric.Metric, out var known) || known.Measure == Measure.Reported) return null;
        TimeSpan? held = metric.Sustained > TimeSpan.Zero ? metric.Sustained : null;
        var over = held is not null && metric.Over == plan.Observe ? null : metric.Over;
        return over is null ? held : held is null || over < held ? over : held;
    }
}
