namespace Rollouts;

/// <summary>Counts out of what the journal tells.</summary>
internal static class Tallies
{
    /// <param name="after">Only what happened later; for what is open or let in now it has no meaning.</param>
    /// <param name="of">Severity, kind or rule, or what a task says; empty for all.</param>
    /// <param name="member">Only what is about this member, or names none and so is about all of them; empty for everything.</param>
    public static int Count(RolloutState state, Tally tally, string of, DateTimeOffset after, string member) => tally switch
    {
        Tally.Incidents => state.Incidents.Values.Count(incident => Is(incident.Severity, of) && incident.Opened > after),
        Tally.OpenIncidents => state.Incidents.Values.Count(incident => Is(incident.Severity, of) && incident.Resolved is null),
        Tally.Reports => Reports(state, of, after, member).Count(),
        Tally.ReportsByKey => Reports(state, of, after, member).GroupBy(report => report.Key).Select(group => group.Count()).DefaultIfEmpty(0).Max(),
        Tally.Alerts => state.Alerts.Values.Count(alert => Is(alert.Rule, of) && alert.Began > after && About(alert.Member, member)),
        Tally.Rollbacks => state.WaysBack.Count(at => at > after),
        Tally.Pauses => state.Pauses.Count(at => at > after),
        Tally.Members => state.Members.Values.Count(track => track.In),
        Tally.OverdueTasks => state.Tasks.Values.Count(task => task.Overdue && task.Done is null && task.Do.Contains(of, StringComparison.OrdinalIgnoreCase)),
        _ => throw new InvalidOperationException($"no rule counts {tally}"),
    };

    /// <summary>The newest of what is counted in the words of whoever told it; null where nobody used any.</summary>
    public static string? Told(RolloutState state, Tally tally, string of, string member) => tally switch
    {
        Tally.Incidents => state.Incidents.Values.Where(incident => Is(incident.Severity, of)).MaxBy(incident => incident.Opened)?.Title,
        Tally.OpenIncidents => state.Incidents.Values.Where(incident => Is(incident.Severity, of) && incident.Resolved is null).MaxBy(incident => incident.Opened)?.Title,
        Tally.Reports or Tally.ReportsByKey => Reports(state, of, DateTimeOffset.MinValue, member).LastOrDefault() is { } report
            ? report.Text.Length > 0 ? report.Text : report.Key.Length > 0 ? report.Key : $"reported by {report.By}"
            : null,
        _ => null,
    };

    private static IEnumerable<ReportRecord> Reports(RolloutState state, string kind, DateTimeOffset after, string member) =>
        state.Reports.Where(report => Is(report.Kind, kind) && report.At > after && About(report.Member, member));

    private static bool Is(string value, string wanted) => wanted.Length == 0 || value == wanted;

    /// <summary>What names no member is about every one: nobody may be the better off for a report that says too little.</summary>
    public static bool About(string value, string member) => member.Length == 0 || value.Length == 0 || value == member;
}
