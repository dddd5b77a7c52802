using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>The post-launch review as Markdown, out of the journal: what was measured, what went wrong, who decided, what is left to do.</summary>
public static class LaunchReview
{
    public static string Markdown(Plan plan, RolloutState state, IReadOnlyCollection<Entry> journal)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {plan.Title}: post-launch review\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Rollout {state.Rollout}, plan {plan.Name} {plan.Hash[..Math.Min(12, plan.Hash.Length)]}, started {state.StartedAt:yyyy-MM-dd HH:mm} UTC by {state.StartedBy}, now {state.Stage}, {state.Permitted.Audience}.\n");
        Phases(text, plan, journal);
        Measured(text, state);
        WentWrong(text, state, journal);
        Decided(text, journal);
        LeftToDo(text, state);
        return text.ToString();
    }

    private static void Phases(StringBuilder text, Plan plan, IReadOnlyCollection<Entry> journal)
    {
        text.Append("\n## Phases\n\n| Phase | Entered | Exposed | Passed | Waited for people |\n|---|---|---|---|---:|\n");
        for (var phase = 0; phase < plan.Phases.Length; phase++)
        {
            var name = plan.Phases[phase].Name;
            var entered = First(journal, happened => happened is RolloutEvent.PhaseEntered e && e.Phase == phase);
            if (entered is null) continue;
            var exposed = First(journal, happened => happened is RolloutEvent.StepStarted e && e.Phase == phase);
            var passed = Last(journal, happened => happened is RolloutEvent.GatePassed e && e.Gate.StartsWith(name + "#", StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"| {name} {plan.Phases[phase].Title} | {Day(entered)} | {Day(exposed)} | {Day(passed)} | {Span.Text(Waited(journal, name))} |\n");
        }
    }

    private static void Measured(StringBuilder text, RolloutState state)
    {
        text.Append("\n## What was measured\n\n| Criterion | Verdict | Value |\n|---|---|---|\n");
        var last = state.Criteria.Where(criterion => criterion.Value.Line.Value is not null)
            .GroupBy(criterion => criterion.Value.Line.Rule).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(criterion => criterion.Value.VerdictSince).Value.Line);
        foreach (var line in last) text.Append(CultureInfo.InvariantCulture, $"| {line.Rule} | {line.Verdict} | {line.Because} |\n");
    }

    private static void WentWrong(StringBuilder text, RolloutState state, IReadOnlyCollection<Entry> journal)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## What went wrong\n\n- Ways back: {state.WaysBack.Length}\n- Pauses: {state.Pauses.Length}\n- Incidents: {state.Incidents.Count}\n- Reports: {state.Reports.Length}\n");
        foreach (var entry in journal)
        foreach (var happened in entry.Events)
        {
            if (happened is RolloutEvent.TriggerFired fired) text.Append(CultureInfo.InvariantCulture, $"- {entry.Input.At:yyyy-MM-dd HH:mm}: {fired.Trigger}: {fired.Line.Because}\n");
            if (happened is RolloutEvent.WayBackBegun back) text.Append(CultureInfo.InvariantCulture, $"- {entry.Input.At:yyyy-MM-dd HH:mm}: taken back to {back.Target}: {back.Cause}\n");
        }
    }

    private static void Decided(StringBuilder text, IReadOnlyCollection<Entry> journal)
    {
        text.Append("\n## Who decided\n\n| When | Who | What |\n|---|---|---|\n");
        foreach (var entry in journal.Where(entry => entry.Input is Input.Approve or Input.Reject or Input.Mitigate or Input.Pause or Input.Resume or Input.RollBack or Input.Throw or Input.Promote or Input.Close))
        {
            var said = entry.Outcome is Outcome.Refused refused ? $"refused: {refused.Reason}" : "";
            text.Append(CultureInfo.InvariantCulture, $"| {entry.Input.At:yyyy-MM-dd HH:mm} | {entry.Input.By} | {entry.Input.GetType().Name.ToLowerInvariant()} {said} |\n");
        }
    }

    private static void LeftToDo(StringBuilder text, RolloutState state)
    {
        text.Append("\n## Follow-up\n\n");
        foreach (var task in state.Tasks.Values.OrderBy(task => task.Done is not null).ThenBy(task => task.Opened))
            text.Append(CultureInfo.InvariantCulture, $"- [{(task.Done is null ? ' ' : 'x')}] {task.Do} ({task.Owner}{(task.Due is { } due ? FormattableString.Invariant($", due {due:yyyy-MM-dd}") : "")})\n");
        if (state.Tasks.IsEmpty) text.Append("Nothing is open.\n");
    }

    /// <summary>From the asking to the passing of the phase's gate.</summary>
    private static TimeSpan Waited(IReadOnlyCollection<Entry> journal, string phase)
    {
        var waited = TimeSpan.Zero;
        DateTimeOffset? asked = null;
        foreach (var entry in journal)
        foreach (var happened in entry.Events)
        {
            if (happened is RolloutEvent.ApprovalRequested request && request.Gate.StartsWith(phase + "#", StringComparison.Ordinal)) asked = entry.Input.At;
            if (asked is { } since && happened is RolloutEvent.ApprovalVoided or RolloutEvent.ApprovalRejected or RolloutEvent.GatePassed)
            {
                waited += entry.Input.At - since;
                asked = null;
            }
        }

        return waited;
    }

    private static DateTimeOffset? First(IEnumerable<Entry> journal, Func<RolloutEvent, bool> which) => journal.FirstOrDefault(entry => entry.Events.Any(which))?.Input.At;

    private static DateTimeOffset? Last(IEnumerable<Entry> journal, Func<RolloutEvent, bool> which) => journal.LastOrDefault(entry => entry.Events.Any(which))?.Input.At;

    private static string Day(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
