using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>What happened, in words. The journal holds phases by number; their names come from the rollout, where they are known.</summary>
/// <param name="amendments">The changes of the plan: entries before one are told with the phases of their time.</param>
internal sealed class EventText(IReadOnlyList<string> phases, IReadOnlyList<Amendment> amendments)
{
    public EventText(RolloutView view)
        : this(view.Phases, view.Amendments ?? [])
    {
    }

    /// <summary>A journal without its plan at hand.</summary>
    public static EventText WithoutNames { get; } = new([], []);

    /// <summary>The words of an entry, with the phases of the plan that decided it.</summary>
    public EventText At(Entry entry) => Before(entry) is { } amendment ? new(amendment.Phases, []) : this;

    /// <summary>The change that ended the plan of an entry; null where that is the launch's plan still.</summary>
    public Amendment? Before(Entry entry) => amendments.FirstOrDefault(amendment => entry.Seq <= amendment.Seq);

    public string Of(RolloutEvent happened) => Gates(happened) ?? Ways(happened) ?? Doings(happened) ?? Notes(happened)
        ?? throw new InvalidOperationException($"no words for {happened.GetType().Name}");

    private static string? Gates(RolloutEvent happened) => happened switch
    {
        RolloutEvent.VerdictChanged changed => $"{changed.Key}: {Word(changed.Line.Verdict)}, {changed.Line.Because}",
        RolloutEvent.DigestTaken digest => FormattableString.Invariant($"digest of {digest.Lines.Count} criteria"),
        RolloutEvent.GateOpened opened => $"gate {opened.Gate} opened",
        RolloutEvent.GateStreakChanged streak => $"gate {streak.Gate} {(streak.Passing ? "passes from now on" : "passes no more")}",
        RolloutEvent.GatePassed passed => $"gate {passed.Gate} passed{(passed.Conditional ? " with mitigation" : "")}",
        RolloutEvent.GateFailed failed => $"gate {failed.Gate} failed: {failed.Cause}",
        RolloutEvent.ReviewHeld review => $"review of {review.Gate}: {review.Status}",
        RolloutEvent.MitigationAccepted mitigation => $"{mitigation.By} accepted a mitigation of '{mitigation.Criterion}' at gate {mitigation.Gate}: {mitigation.Reason}",
        RolloutEvent.ApprovalRequested request => $"approval {request.Request} asked of {string.Join(", ", request.Roles)}"
            + (request.Deadline is { } deadline ? $" until {Times.Text(deadline)}" : ""),
        RolloutEvent.ApprovalGiven given => $"{given.By} approved {given.Request} as {given.Role}{(given.For is { } away ? $" for {away}" : "")}",
        RolloutEvent.ApprovalRejected rejected => $"{rejected.By} rejected {rejected.Request}: {rejected.Reason}",
        RolloutEvent.ApprovalVoided voided => $"approval {voided.Request} is void: {voided.Why}",
        RolloutEvent.ApprovalEscalated escalated => $"approval {escalated.Request} is overdue: backups may answer",
        RolloutEvent.ApprovalExtended extended => $"{extended.By} asked for more time for {extended.Request}, until {Times.Text(extended.Deadline)}: {extended.Reason}",
        _ => null,
    };

    private string? Ways(RolloutEvent happened) => happened switch
    {
        RolloutEvent.PhaseEntered entered => FormattableString.Invariant($"phase {Phase(entered.Phase)} entered, attempt {entered.Attempt}"),
        RolloutEvent.StepEntered entered => $"{Step(entered.Phase, entered.Step)} entered",
        RolloutEvent.StepStarted started => $"{Step(started.Phase, started.Step)} is exposed, its clock runs",
        RolloutEvent.PhaseOverdue overdue => $"phase {Phase(overdue.Phase)} is overdue",
        RolloutEvent.Promoted promoted => $"{promoted.By} skipped the optional waiting",
        RolloutEvent.MemberAdmitted admitted => $"{admitted.Member} let in",
        RolloutEvent.MemberStepEntered entered => FormattableString.Invariant($"{entered.Member} at step {entered.Step + 1}"),
        RolloutEvent.MemberWithdrawn withdrawn => $"{withdrawn.Member} taken back{(withdrawn.Alone ? " alone" : "")}",
        RolloutEvent.ExposureSet set => $"exposure {set.Exposure.Audience}",
        RolloutEvent.SwitchSet set => $"{set.Flag} {(set.On ? "on" : "off")}",
        RolloutEvent.SettingSet set => $"{set.Setting} = {set.Value}",
        RolloutEvent.TriggerFired fired => $"trigger '{fired.Trigger}' fired{For(fired.Member)}: {fired.Line.Because}",
        RolloutEvent.TriggerCleared cleared => $"trigger '{cleared.Trigger}' cleared{For(cleared.Member)}",
        RolloutEvent.HoldPlaced hold => $"{Word(hold.Kind)}: {hold.Cause}",
        RolloutEvent.ResumeAsked asked => $"{asked.By} asked to resume {asked.Hold}",
        RolloutEvent.HoldLifted lifted => $"{lifted.Hold} lifted",
        RolloutEvent.WayBackBegun back => FormattableString.Invariant($"way back {back.Number} to {back.Target} begun: {back.Cause}"),
        RolloutEvent.Fenced fenced => FormattableString.Invariant($"way back {fenced.Number} fenced: no older rise can land"),
        RolloutEvent.WayBackEnded ended => FormattableString.Invariant($"way back {ended.Number} ended"),
        RolloutEvent.PlanAmended amended => $"{amended.By} changed the plan: {amended.Reason}",
        RolloutEvent.AbortBegun abort => $"{abort.By} aborted: {abort.Reason}",
        RolloutEvent.WatchBegun => "watch begun: observed until someone closes the launch",
        RolloutEvent.Finished finished => $"{finished.How} by {finished.By}",
        _ => null,
    };

    private static string? Doings(RolloutEvent happened) => happened switch
    {
        RolloutEvent.EffectPlanned planned => EffectText.Of(planned.Effect),
        RolloutEvent.EffectDone done => $"effect {done.Effect} confirmed",
        RolloutEvent.EffectGivenUp gaveUp => $"effect {gaveUp.Effect} given up: {gaveUp.Error}",
        RolloutEvent.ProcedureStarted started => $"procedure {started.Procedure} started ({started.Run}): {started.Cause}",
        RolloutEvent.ActionStarted started => FormattableString.Invariant($"{started.Run} action {started.Action + 1} started"),
        RolloutEvent.ActionEnded ended => FormattableString.Invariant($"{ended.Run} action {ended.Action + 1} ") + (ended.Error is { } error ? $"failed: {error}" : "done"),
        RolloutEvent.ProcedureEnded ended => $"procedure run {ended.Run} ended",
        RolloutEvent.RoutineRun routine => $"routine {routine.Routine} is due",
        RolloutEvent.DrillStarted drill => $"drill {drill.Drill} started, until {Times.Text(drill.Until)}",
        RolloutEvent.DrillEnded drill => $"drill {drill.Drill} {(drill.Passed ? "passed" : "failed")}: {drill.Why}",
        RolloutEvent.SettingFreed setting => $"{setting.Setting} follows the exposure again",
        RolloutEvent.ApplyCalled apply => $"{apply.Setting} = {apply.Value} is written, its deploy hook is called",
        RolloutEvent.ApplyConfirmed apply => $"{apply.Setting} = {apply.Value} is effective",
        RolloutEvent.ApplyOverdue apply => $"{apply.Setting} = {apply.Value} did not become effective in time",
        RolloutEvent.ReArmAsked asked => $"{asked.By} asked to re-arm {asked.Flag}",
        _ => null,
    };

    private static string? Notes(RolloutEvent happened) => happened switch
    {
        RolloutEvent.Started started => $"{started.Rollout} started by {started.By} with plan {started.Plan}",
        RolloutEvent.ItemMarked marked => $"'{marked.Item}' marked as {(marked.Done ? "done" : "not done")} by {marked.By}",
        RolloutEvent.TaskOpened task => $"{task.Task} for {task.Owner}: {task.Do}" + (task.Due is { } due ? $", until {Times.Text(due)}" : ""),
        RolloutEvent.TaskCompleted task => $"{task.Task} done by {task.By}",
        RolloutEvent.TaskReminded task => $"{task.Task}: half of its time has passed",
        RolloutEvent.TaskOverdue task => $"{task.Task} is overdue",
        RolloutEvent.IncidentOpened incident => $"{incident.Incident} opened, {incident.Severity}: {incident.Title}",
        RolloutEvent.IncidentResolved incident => $"{incident.Incident} resolved by {incident.By}",
        RolloutEvent.Reported report => $"{report.Kind} {report.Key} reported by {report.By}{For(report.Member)}",
        RolloutEvent.ValueReported value => FormattableString.Invariant($"{value.Metric} = {value.Value:0.######} reported by {value.By}"),
        RolloutEvent.AlertChanged alert => $"alert {alert.Rule} {(alert.Firing ? "fires" : "is clear")}{For(alert.Member)}",
        RolloutEvent.AlertSilenced silenced => $"{silenced.By} silenced alert {silenced.Rule} until {Times.Text(silenced.Until)}: {silenced.Control}",
        RolloutEvent.AlertAcknowledged acknowledged => $"{acknowledged.By} looks at alert {acknowledged.Episode}{(acknowledged.Note.Length > 0 ? $": {acknowledged.Note}" : "")}",
        RolloutEvent.Delegated delegated => $"{delegated.To} stands in for {delegated.From} until {Times.Text(delegated.Until)}",
        RolloutEvent.DelegationEnded ended => $"{ended.From} is back, said {ended.By}",
        RolloutEvent.Triaged triaged => $"{triaged.By} found '{triaged.Row}' of the decision matrix{(triaged.Note.Length > 0 ? $": {triaged.Note}" : "")}",
        RolloutEvent.ObservationBroken broken => $"nothing was observed since {Times.Text(broken.Since)}: what must hold without a break starts anew",
        RolloutEvent.Drifted drifted => $"{drifted.Key} was changed by someone else: {drifted.Found}",
        _ => null,
    };

    private string Phase(int index) => index < phases.Count ? phases[index] : FormattableString.Invariant($"{index + 1}");

    private string Step(int phase, int step) => step < 0 ? "nobody" : FormattableString.Invariant($"{(phase < phases.Count ? phases[phase] : $"phase {phase + 1}")} step {step + 1}");

    private static string For(string member) => member.Length == 0 ? "" : $" for {member}";

    private static string Word(Verdict verdict) => Tones.Of(verdict).Plain;

    private static string Word(HoldKind kind) => kind.ToString().ToLowerInvariant();
}
