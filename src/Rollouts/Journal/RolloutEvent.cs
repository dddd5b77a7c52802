using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What happened, in the past tense. Folding the events gives the state; a closed hierarchy.</summary>
/// <remarks>Tracks are named by their id: <see cref="Track.Main"/> or the member's name.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(VerdictChanged), "verdict-changed")]
[JsonDerivedType(typeof(DigestTaken), "digest-taken")]
[JsonDerivedType(typeof(GateOpened), "gate-opened")]
[JsonDerivedType(typeof(GateStreakChanged), "gate-streak-changed")]
[JsonDerivedType(typeof(GatePassed), "gate-passed")]
[JsonDerivedType(typeof(GateFailed), "gate-failed")]
[JsonDerivedType(typeof(ReviewHeld), "review-held")]
[JsonDerivedType(typeof(MitigationAccepted), "mitigation-accepted")]
[JsonDerivedType(typeof(ApprovalRequested), "approval-requested")]
[JsonDerivedType(typeof(ApprovalGiven), "approval-given")]
[JsonDerivedType(typeof(ApprovalRejected), "approval-rejected")]
[JsonDerivedType(typeof(ApprovalVoided), "approval-voided")]
[JsonDerivedType(typeof(ApprovalEscalated), "approval-escalated")]
[JsonDerivedType(typeof(ApprovalExtended), "approval-extended")]
[JsonDerivedType(typeof(AlertAcknowledged), "alert-acknowledged")]
[JsonDerivedType(typeof(Delegated), "delegated")]
[JsonDerivedType(typeof(DelegationEnded), "delegation-ended")]
[JsonDerivedType(typeof(PhaseEntered), "phase-entered")]
[JsonDerivedType(typeof(StepEntered), "step-entered")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(PhaseOverdue), "phase-overdue")]
[JsonDerivedType(typeof(Promoted), "promoted")]
[JsonDerivedType(typeof(MemberAdmitted), "member-admitted")]
[JsonDerivedType(typeof(MemberStepEntered), "member-step-entered")]
[JsonDerivedType(typeof(MemberWithdrawn), "member-withdrawn")]
[JsonDerivedType(typeof(ExposureSet), "exposure-set")]
[JsonDerivedType(typeof(SwitchSet), "switch-set")]
[JsonDerivedType(typeof(SettingSet), "setting-set")]
[JsonDerivedType(typeof(SettingFreed), "setting-freed")]
[JsonDerivedType(typeof(EffectPlanned), "effect-planned")]
[JsonDerivedType(typeof(EffectDone), "effect-done")]
[JsonDerivedType(typeof(EffectGivenUp), "effect-given-up")]
[JsonDerivedType(typeof(TriggerFired), "trigger-fired")]
[JsonDerivedType(typeof(TriggerCleared), "trigger-cleared")]
[JsonDerivedType(typeof(HoldPlaced), "hold-placed")]
[JsonDerivedType(typeof(ResumeAsked), "resume-asked")]
[JsonDerivedType(typeof(HoldLifted), "hold-lifted")]
[JsonDerivedType(typeof(WayBackBegun), "way-back-begun")]
[JsonDerivedType(typeof(Fenced), "fenced")]
[JsonDerivedType(typeof(WayBackEnded), "way-back-ended")]
[JsonDerivedType(typeof(ProcedureStarted), "procedure-started")]
[JsonDerivedType(typeof(ActionStarted), "action-started")]
[JsonDerivedType(typeof(ActionEnded), "action-ended")]
[JsonDerivedType(typeof(ProcedureEnded), "procedure-ended")]
[JsonDerivedType(typeof(ItemMarked), "item-marked")]
[JsonDerivedType(typeof(TaskOpened), "task-opened")]
[JsonDerivedType(typeof(TaskCompleted), "task-completed")]
[JsonDerivedType(typeof(TaskOverdue), "task-overdue")]
[JsonDerivedType(typeof(IncidentOpened), "incident-opened")]
[JsonDerivedType(typeof(IncidentResolved), "incident-resolved")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(ValueReported), "value-reported")]
[JsonDerivedType(typeof(AlertChanged), "alert-changed")]
[JsonDerivedType(typeof(ReArmAsked), "re-arm-asked")]
[JsonDerivedType(typeof(ObservationBroken), "observation-broken")]
[JsonDerivedType(typeof(DrillStarted), "drill-started")]
[JsonDerivedType(typeof(DrillEnded), "drill-ended")]
[JsonDerivedType(typeof(RoutineRun), "routine-run")]
[JsonDerivedType(typeof(Drifted), "drifted")]
[JsonDerivedType(typeof(TaskReminded), "task-reminded")]
[JsonDerivedType(typeof(AlertSilenced), "alert-silenced")]
[JsonDerivedType(typeof(ApplyCalled), "apply-called")]
[JsonDerivedType(typeof(ApplyConfirmed), "apply-confirmed")]
[JsonDerivedType(typeof(ApplyOverdue), "apply-overdue")]
[JsonDerivedType(typeof(Triaged), "triaged")]
[JsonDerivedType(typeof(PlanAmended), "plan-amended")]
[JsonDerivedType(typeof(AbortBegun), "abort-begun")]
[JsonDerivedType(typeof(WatchBegun), "watch-begun")]
[JsonDerivedType(typeof(Finished), "finished")]
public abstract record RolloutEvent
{
    private RolloutEvent()
    {
    }

    public sealed record Started(string Rollout, string Plan, string PlanHash, string By) : RolloutEvent;

    /// <param name="Key">The criterion's key in the whole plan, see <see cref="CriterionState"/>.</param>
    public sealed record VerdictChanged(string Key, CriterionLine Line) : RolloutEvent;

    /// <summary>Once an hour: what every criterion says now.</summary>
    public sealed record DigestTaken(ImmutableSortedDictionary<string, CriterionLine> Lines) : RolloutEvent;

    /// <param name="Gate">The gate's key: its name, track and attempt.</param>
    public sealed record GateOpened(string Gate) : RolloutEvent;

    /// <summary>The gate began to pass, or stopped: what consecutive days count from.</summary>
    public sealed record GateStreakChanged(string Gate, bool Passing) : RolloutEvent;

    public sealed record GatePassed(string Gate, bool Conditional, ImmutableArray<CriterionLine> Lines) : RolloutEvent;

    public sealed record GateFailed(string Gate, string Cause, ImmutableArray<CriterionLine> Lines) : RolloutEvent;

    /// <summary>A scheduled review: a row of the board.</summary>
    /// <param name="Status">Pass, Conditional, Fail or Pending.</param>
    /// <param name="Decides">The gate is decided at its reviews and this was one; false when people only look.</param>
    public sealed record ReviewHeld(string Gate, string Status, bool Decides, ImmutableArray<CriterionLine> Lines) : RolloutEvent
    {
        /// <summary>The last review waited for a mitigation, which was accepted: the same review, decided now.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Amends { get; init; }

        /// <summary>The gate's own review came while the launch was held: a row of the board, which decides nothing and starts the count anew.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool WhileHeld { get; init; }

        /// <summary>It did not pass and counts as one in a row: what is missing is asked only when the gate is decided.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool CountsOnly { get; init; }
    }

    public sealed record MitigationAccepted(string Gate, string Criterion, string By, string Reason) : RolloutEvent;

    /// <param name="Saw">The verdict of each criterion that the approvers see: a worse one voids the request.</param>
    public sealed record ApprovalRequested(
        string Request, string Gate, ImmutableArray<string> Roles, ImmutableSortedDictionary<string, Verdict> Saw, DateTimeOffset? Deadline) : RolloutEvent;

    public sealed record ApprovalGiven(string Request, string Role, string By, string Note) : RolloutEvent
    {
        /// <summary>Who is away and counted by it; null when <see cref="By"/> is.</summary>
        public string? For { get; init; }
    }

    public sealed record ApprovalRejected(string Request, string Role, string By, string Reason) : RolloutEvent;

    public sealed record ApprovalVoided(string Request, string Why) : RolloutEvent;

    /// <summary>The deadline passed: backups may answer now.</summary>
    public sealed record ApprovalEscalated(string Request) : RolloutEvent;

    /// <param name="Deadline">From now on.</param>
    public sealed record ApprovalExtended(string Request, string By, string Reason, DateTimeOffset Deadline) : RolloutEvent;

    /// <param name="Groups">Those of <paramref name="From"/> when it was said.</param>
    public sealed record Delegated(string From, ImmutableArray<string> Groups, string To, DateTimeOffset Until, string Note) : RolloutEvent;

    /// <param name="By">Who ended it; the system when its time was over.</param>
    public sealed record DelegationEnded(string From, string By) : RolloutEvent;

    public sealed record PhaseEntered(int Phase, int Attempt) : RolloutEvent;

    public sealed record StepEntered(int Phase, int Step) : RolloutEvent;

    /// <summary>The step's exposure is confirmed; its clock runs.</summary>
    public sealed record StepStarted(int Phase, int Step) : RolloutEvent;

    public sealed record PhaseOverdue(int Phase) : RolloutEvent;

    public sealed record Promoted(string By, string Reason) : RolloutEvent;

    public sealed record MemberAdmitted(string Member, int Phase, int Attempt) : RolloutEvent;

    public sealed record MemberStepEntered(string Member, int Step) : RolloutEvent;

    /// <param name="Alone">Taken back alone: it does not come back by itself.</param>
    public sealed record MemberWithdrawn(string Member, bool Alone) : RolloutEvent;

    /// <summary>The permitted exposure from now on; effects follow it.</summary>
    public sealed record ExposureSet(Exposure Exposure) : RolloutEvent;

    /// <summary>A kill switch or feature, or a dial flag as a whole, is to be on or off from now on.</summary>
    public sealed record SwitchSet(string Flag, bool On) : RolloutEvent;

    public sealed record SettingSet(string Setting, string Value) : RolloutEvent;

    /// <summary>What a drill set is over: the setting holds again what the exposure says.</summary>
    public sealed record SettingFreed(string Setting) : RolloutEvent;

    public sealed record EffectPlanned(Effect Effect) : RolloutEvent;

    public sealed record EffectDone(string Effect, string Receipt) : RolloutEvent;

    /// <summary>It failed for good: shown, never only logged.</summary>
    public sealed record EffectGivenUp(string Effect, string Error) : RolloutEvent;

    public sealed record TriggerFired(string Trigger, string Member, CriterionLine Line) : RolloutEvent;

    public sealed record TriggerCleared(string Trigger, string Member) : RolloutEvent;

    public sealed record HoldPlaced(string Hold, HoldKind Kind, string Cause, string? ResumeGate) : RolloutEvent;

    public sealed record ResumeAsked(string Hold, string By, string Reason) : RolloutEvent;

    public sealed record HoldLifted(string Hold, string By) : RolloutEvent;

    /// <param name="Number">1 for the first way back of the rollout.</param>
    /// <param name="Track">The member it is about, or the main track.</param>
    public sealed record WayBackBegun(int Number, string Track, string Target, int Phase, int Step, string Cause) : RolloutEvent;

    /// <summary>Every governed key is stamped: no older rise can land.</summary>
    public sealed record Fenced(int Number) : RolloutEvent;

    public sealed record WayBackEnded(int Number) : RolloutEvent;

    /// <param name="Run">Unique in the rollout.</param>
    /// <param name="Procedure">Its name in the plan, see <see cref="Plan.ProcedureNamed"/>.</param>
    public sealed record ProcedureStarted(string Run, string Procedure, string Cause, string Track) : RolloutEvent;

    /// <param name="Effects">The effects that the action waits for; none for what is done at once.</param>
    public sealed record ActionStarted(string Run, int Action, ImmutableArray<string> Effects) : RolloutEvent;

    /// <param name="Error">Null when it worked.</param>
    public sealed record ActionEnded(string Run, int Action, string? Error) : RolloutEvent;

    public sealed record ProcedureEnded(string Run) : RolloutEvent;

    public sealed record ItemMarked(string Item, bool Done, string By, Evidence? Evidence, string Note) : RolloutEvent;

    public sealed record TaskOpened(string Task, string Do, string Owner, DateTimeOffset? Due, string Cause) : RolloutEvent
    {
        /// <summary>The episode of the alert that is to be acknowledged; null for other tasks.</summary>
        public string? Alert { get; init; }
    }

    public sealed record TaskCompleted(string Task, string By, string Note) : RolloutEvent;

    /// <summary>Half of its time has passed.</summary>
    public sealed record TaskReminded(string Task) : RolloutEvent;

    public sealed record TaskOverdue(string Task) : RolloutEvent;

    public sealed record AlertAcknowledged(string Episode, string By, string Note) : RolloutEvent;

    public sealed record AlertSilenced(string Rule, DateTimeOffset Until, string Control, string By) : RolloutEvent;

    /// <summary>A setting was written, and its deploy hook is called.</summary>
    /// <param name="Value">What the deploy is to make effective.</param>
    /// <param name="Call">The effect that calls the hook.</param>
    public sealed record ApplyCalled(string Setting, string Value, string Call) : RolloutEvent;

    /// <summary>What was written has become effective.</summary>
    public sealed record ApplyConfirmed(string Setting, string Value) : RolloutEvent;

    /// <summary>What was written has not become effective in time; the hook is called again once the launch goes on.</summary>
    public sealed record ApplyOverdue(string Setting, string Value) : RolloutEvent;

    /// <summary>A person found what a row of the plan's decision matrix says, and took its proposal.</summary>
    public sealed record Triaged(string Row, string By, string Note) : RolloutEvent;

    public sealed record IncidentOpened(string Incident, string Severity, string Title, string? Commander) : RolloutEvent;

    public sealed record IncidentResolved(string Incident, string By, string Note) : RolloutEvent;

    public sealed record Reported(string Kind, string Key, string Member, string By) : RolloutEvent
    {
        /// <summary>What was said; null if nothing.</summary>
        public string? Text { get; init; }
    }

    public sealed record ValueReported(string Metric, string Scope, double Value, double Samples, string By) : RolloutEvent;

    public sealed record ReArmAsked(string Flag, string By, string Reason) : RolloutEvent;

    /// <summary>Nothing was observed for longer than the digest allows: what must hold without a break starts anew.</summary>
    public sealed record ObservationBroken(DateTimeOffset Since) : RolloutEvent;

    public sealed record AlertChanged(string Source, string Rule, string Episode, bool Firing, string Severity, DateTimeOffset Began, string Member) : RolloutEvent;

    public sealed record DrillStarted(string Drill, DateTimeOffset Until) : RolloutEvent;

    public sealed record DrillEnded(string Drill, bool Passed, string Why) : RolloutEvent;

    public sealed record RoutineRun(string Routine) : RolloutEvent;

    public sealed record Drifted(GovernedKey Key, string Found) : RolloutEvent;

    /// <summary>From the next entry on the launch runs by the plan of the input. Whatever was approved, accepted or counted for the plan of before is void.</summary>
    public sealed record PlanAmended(string PlanHash, string By, string Reason) : RolloutEvent;

    public sealed record AbortBegun(string By, string Reason) : RolloutEvent;

    public sealed record WatchBegun : RolloutEvent;

    /// <param name="How">closed or aborted.</param>
    public sealed record Finished(string How, string By) : RolloutEvent;
}
