namespace Rollouts;

/// <summary>Tells people what happened: which events are posted, and in which words. The plan's own messages are actions of its procedures.</summary>
internal static class Announcing
{
    public static void Announce(Turn turn)
    {
        foreach (var happened in turn.Events)
        {
            var (topic, text, about) = Message(turn, happened);
            if (topic.Length == 0) continue;
            var channel = Channel(turn, happened);
            Posting.Post(turn, channel, channel, topic, $"[{turn.State.Rollout}] {text}", about);
        }
    }

    /// <summary>The launch's own channel, but for an incident whose severity is told of elsewhere.</summary>
    private static string Channel(Turn turn, RolloutEvent happened)
    {
        var severity = happened switch
        {
            RolloutEvent.IncidentOpened e => e.Severity,
            RolloutEvent.IncidentResolved e => turn.State.Incidents[e.Incident].Severity,
            _ => null,
        };
        return severity is not null && turn.Plan.Incidents.GetValueOrDefault(severity)?.Channel is { } channel ? channel : turn.Plan.Channel;
    }

    private static (string Topic, string Text, string About) Message(Turn turn, RolloutEvent happened) => happened switch
    {
        RolloutEvent.Started e => ("start", $"{e.By} started {turn.Plan.Title}.", ""),
        RolloutEvent.PhaseEntered e => ("phase", $"{Title(turn, e.Phase)} is being entered.", ""),
        RolloutEvent.StepStarted e => ("step", $"{new Position(e.Phase, e.Step).Name(turn.Plan)} is exposed: {turn.State.Permitted.Audience}.", ""),
        RolloutEvent.MemberAdmitted e => ("member", $"{e.Member} is let in.", e.Member),
        RolloutEvent.GateOpened e when Unmarked(turn, e.Gate) is { Length: > 0 } open => ("checklist", $"{e.Gate} asks for: {open}.", e.Gate),
        RolloutEvent.VerdictChanged { Line: { Verdict: Verdict.Missed, Critical: false } } e when Excusing(turn, e.Key) is { } excusing =>
            ("mitigation", $"{excusing.Gate.MitigationBy}: {excusing.Key} misses {e.Line.Key}: {e.Line.Because}.", excusing.Key),
        RolloutEvent.ApprovalRequested e => ("approval", $"{string.Join(" and ", e.Roles)}: please decide {e.Gate}.", e.Request),
        RolloutEvent.ApprovalVoided e => ("approval", $"The request is void: {e.Why}.", e.Request),
        RolloutEvent.ApprovalEscalated e => ("approval", "No answer yet: the backups may answer now.", e.Request),
        RolloutEvent.ApprovalExtended e => ("approval", FormattableString.Invariant($"{e.By} asked for more time, until {e.Deadline:yyyy-MM-dd HH:mm} UTC: {e.Reason}"), e.Request),
        RolloutEvent.ApprovalRejected e => ("approval", $"{e.By} rejected: {e.Reason}.", e.Request),
        RolloutEvent.GatePassed { Lines.IsEmpty: false } e => ("gate", $"{e.Gate} passed{(e.Conditional ? " on condition" : "")}.", e.Gate),
        RolloutEvent.GateFailed e => ("gate", $"{e.Gate} failed: {e.Cause}.", e.Gate),
        RolloutEvent.ReviewHeld e => ("review", $"Review of {e.Gate}: {e.Status}.{Attendees(turn)}", e.Gate),
        RolloutEvent.PhaseOverdue e => ("phase", $"{Title(turn, e.Phase)} is longer than planned.", ""),
        RolloutEvent.HoldPlaced e => ("hold", $"{e.Kind}: {e.Cause}.", e.Hold),
        RolloutEvent.HoldLifted e => ("hold", $"{e.By} resumed.", e.Hold),
        RolloutEvent.WayBackBegun e => ("way-back", $"Taking back to {e.Target}: {e.Cause}.", WayBack.RunOf(e.Number)),
        RolloutEvent.Fenced e => ("way-back", "Fenced: nothing older can rise any more.", WayBack.RunOf(e.Number)),
        RolloutEvent.WayBackEnded e => ("way-back", $"Taken back: {turn.State.Permitted.Audience}.", WayBack.RunOf(e.Number)),
        RolloutEvent.ActionEnded { Error: { } error } e => ("way-back", $"An action failed: {error}.", e.Run),
        RolloutEvent.TaskOpened { Alert: { } episode } e => ("alert", $"{e.Owner}: {e.Do}" + By(e.Due), episode),
        RolloutEvent.TaskReminded e when turn.State.Tasks[e.Task].Alert is { } episode => ("alert", $"{turn.State.Tasks[e.Task].Owner}, a reminder: {turn.State.Tasks[e.Task].Do}{By(turn.State.Tasks[e.Task].Due)}", episode),
        RolloutEvent.TaskOverdue e when turn.State.Tasks[e.Task].Alert is { } episode => ("alert", $"Nobody looks yet: {turn.State.Tasks[e.Task].Do}" + Backup(turn, turn.State.Tasks[e.Task].Owner), episode),
        RolloutEvent.AlertAcknowledged e => ("alert", $"{e.By} looks at {turn.State.Alerts[e.Episode].Rule}{(e.Note.Length > 0 ? $": {e.Note}" : "")}", e.Episode),
        RolloutEvent.Delegated e => ("delegation", FormattableString.Invariant($"{e.To} stands in for {e.From} until {e.Until:yyyy-MM-dd HH:mm} UTC{(e.Note.Length > 0 ? $": {e.Note}" : "")}"), e.From),
        RolloutEvent.DelegationEnded e => ("delegation", $"{e.From} is back.", e.From),
        RolloutEvent.TaskOpened e => ("task", $"{e.Owner}: {e.Do}" + By(e.Due), e.Task),
        RolloutEvent.TaskReminded e => ("task", FormattableString.Invariant($"{turn.State.Tasks[e.Task].Owner}, a reminder: {turn.State.Tasks[e.Task].Do} by {turn.State.Tasks[e.Task].Due:yyyy-MM-dd HH:mm} UTC"), e.Task),
        RolloutEvent.AlertSilenced e => ("alert", FormattableString.Invariant($"{e.By} silenced {e.Rule} until {e.Until:yyyy-MM-dd HH:mm} UTC; instead: {e.Control}"), e.Rule),
        RolloutEvent.Triaged e => ("triage", $"{e.By} found: {e.Row}.", e.Row),
        RolloutEvent.TaskOverdue e => ("task", $"Overdue: {turn.State.Tasks[e.Task].Do}" + Backup(turn, turn.State.Tasks[e.Task].Owner), e.Task),
        RolloutEvent.IncidentOpened e => ("incident", $"{e.Severity}: {e.Title}" + (e.Commander is { } commander ? $", commander {commander}" : ""), e.Incident),
        RolloutEvent.IncidentResolved e => ("incident", $"Resolved by {e.By}: {e.Note}", e.Incident),
        RolloutEvent.DrillEnded e => ("drill", $"Drill {e.Drill} {(e.Passed ? "passed" : "failed")}: {e.Why}.", e.Drill),
        RolloutEvent.PlanAmended e => ("start", $"{e.By} changed the plan: {e.Reason}. Whatever was approved for the plan of before is void.", ""),
        RolloutEvent.WatchBegun => ("phase", "Every phase has passed. The launch is watched until someone closes it.", ""),
        RolloutEvent.Finished e => ("end", $"The launch is {e.How}.", ""),
        _ => ("", "", ""),
    };

    private static string By(DateTimeOffset? due) => due is { } time ? FormattableString.Invariant($" by {time:yyyy-MM-dd HH:mm} UTC") : "";

    /// <summary>The items of a gate that nobody has marked yet, with their owners.</summary>
    private static string Unmarked(Turn turn, string gate) =>
        string.Join("; ", (Active(turn, gate)?.Criteria ?? [])
            .Where(criterion => turn.State.Criteria.GetValueOrDefault(criterion.StateKey)?.Line.Verdict != Verdict.Met)
            .Select(criterion => (criterion.Asks.Criterion as Criterion.OfItem)?.Item).OfType<ChecklistItem>()
            .Select(item => item.Owner is { } owner ? $"{item.Text} ({owner})" : item.Text));

    /// <summary>The gate of a criterion that may be missed with a mitigation. A gate that is decided at its reviews asks for one there.</summary>
    private static ActiveGate? Excusing(Turn turn, string criterion) => turn.Gates.FirstOrDefault(active =>
        active.Gate is { MitigationBy: not null, MayMiss: > 0, Review: null } && criterion.StartsWith(active.Key + "/", StringComparison.Ordinal));

    private static ActiveGate? Active(Turn turn, string gate) => turn.Gates.FirstOrDefault(active => active.Key == gate);

    private static string Title(Turn turn, int phase) => $"{turn.Plan.Phases[phase].Name} {turn.Plan.Phases[phase].Title}".TrimEnd();

    private static string Attendees(Turn turn) =>
        turn.Plan.Phases.ElementAtOrDefault(turn.State.Main.Phase)?.Attendees is { IsEmpty: false } roles ? $" For {string.Join(" and ", roles)}." : "";

    private static string Backup(Turn turn, string role) =>
        turn.Plan.Roles.TryGetValue(role, out var owner) && owner.Backup is { } backup ? $" ({backup} stands in)" : "";
}
