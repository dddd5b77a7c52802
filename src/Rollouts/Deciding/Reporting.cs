namespace Rollouts;

/// <summary>What people and systems tell: reports, values, alerts.</summary>
internal static class Reporting
{
    public static string? Report(Turn turn, Input.Report report)
    {
        if (string.IsNullOrWhiteSpace(report.Kind)) return "a report needs a kind";
        if (Member(turn, report.Member) is { } unknown) return unknown;
        turn.Add(new RolloutEvent.Reported(report.Kind, report.Key, report.Member ?? "", report.By.Id) { Text = report.Text.Length > 0 ? report.Text : null });
        return null;
    }

    public static string? Value(Turn turn, Input.ReportValue value)
    {
        if (!turn.Plan.Metrics.TryGetValue(value.Metric, out var metric)) return $"the plan has no metric '{value.Metric}'";
        if (metric.Measure != Measure.Reported) return $"{value.Metric} is read from {metric.From}; it cannot be reported";
        if (!double.IsFinite(value.Value) || value.Samples < 0) return "the value must be a number, and the sample size not below zero";
        if (metric.ScopeLabel is null && value.Member is { } part) return $"{value.Metric} is one number for the whole launch; it has none for '{part}'";
        turn.Add(new RolloutEvent.ValueReported(value.Metric, value.Member ?? "", value.Value, value.Samples, value.By.Id));
        return null;
    }

    /// <summary>An alert older than this attempt's start is noted and triggers nothing: a repeated notification must not take back a new phase.</summary>
    /// <remarks>An alert that does not say when it began, or says a time to come, begins when it is heard.</remarks>
    public static string? Alert(Turn turn, Input.Alert alert)
    {
        var began = alert.Started == default || alert.Started > turn.Now ? turn.Now : alert.Started;
        var fired = turn.State.Alerts.TryGetValue(alert.Episode, out var before) && before.Firing;
        turn.Add(new RolloutEvent.AlertChanged(alert.Source, alert.Rule, alert.Episode, alert.Firing, alert.Severity, began, alert.Member ?? ""));
        if (alert.Firing && !fired) Acknowledging.Ask(turn, alert.Episode);
        else if (!alert.Firing) Acknowledging.Settle(turn, alert.Episode);
        return null;
    }

    private static string? Member(Turn turn, string? member) =>
        member is null || turn.State.Members.ContainsKey(member) ? null : $"the launch has no member '{member}'";
}
