using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Folds events into the state. Total over all events: an unknown one fails loudly.</summary>
public static class Evolution
{
    /// <summary>Folds a whole entry. A refused input leaves only its id.</summary>
    public static RolloutState Evolve(RolloutState state, Plan plan, Entry entry)
    {
        state = Open(state, entry.Seq, entry.Input);
        foreach (var happened in entry.Events) state = Evolve(state, plan, happened);
        return state;
    }

    /// <summary>What every entry changes: the seq, the time and the ids decided.</summary>
    internal static RolloutState Open(RolloutState state, long seq, Input input) => state with
    {
        Seq = seq,
        At = input.At > state.At ? input.At : state.At,
        Trace = input.Trace,
        Decided = input.IsFromOutside ? state.Decided.Add(input.Id) : state.Decided,
    };

    /// <summary>Folds one event of the entry that <paramref name="state"/> was opened for.</summary>
    internal static RolloutState Evolve(RolloutState state, Plan plan, RolloutEvent happened) => happened switch
    {
        RolloutEvent.Started e => state with
        {
            Rollout = e.Rollout, PlanName = e.Plan, PlanHash = e.PlanHash, StartedBy = e.By, StartedAt = state.At,
            Stage = RolloutStage.Preparing, LastDigest = state.At, Main = state.Main with { AttemptBegan = state.At },
        },
        RolloutEvent.VerdictChanged e => state with { Criteria = state.Criteria.SetItem(e.Key, Judged(state, e.Key, e.Line)) },
        RolloutEvent.DigestTaken e => state with
        {
            LastDigest = state.At,
            Criteria = state.Criteria.SetItems(e.Lines.Select(line => KeyValuePair.Create(line.Key, Judged(state, line.Key, line.Value)))),
        },
        RolloutEvent.ObservationBroken => state with
        {
            LastDigest = state.At,
            Criteria = state.Criteria.ToImmutableDictionary(c => c.Key, c => c.Value with { Since = state.At }),
            Gates = WithoutStreaks(state),
        },
        RolloutEvent.GateOpened or RolloutEvent.GateStreakChanged or RolloutEvent.GatePassed or RolloutEvent.GateFailed
            or RolloutEvent.ReviewHeld or RolloutEvent.MitigationAccepted or RolloutEvent.ApprovalRequested or RolloutEvent.ApprovalGiven
            or RolloutEvent.ApprovalRejected or RolloutEvent.ApprovalVoided or RolloutEvent.ApprovalEscalated or RolloutEvent.ApprovalExtended
            => GateEvolution.Evolve(state, happened),
        RolloutEvent.PhaseEntered or RolloutEvent.StepEntered or RolloutEvent.StepStarted or RolloutEvent.PhaseOverdue or RolloutEvent.Promoted
            or RolloutEvent.MemberAdmitted or RolloutEvent.MemberStepEntered or RolloutEvent.MemberWithdrawn
            => TrackEvolution.Evolve(state, happened),
        RolloutEvent.ExposureSet e => state with
        {
            Permitted = e.Exposure,
            Governing = true,
            SettingOverrides = Sorted.Empty<string>(),
        },
        RolloutEvent.SwitchSet e => state with
        {
            TurnedOn = e.On ? state.TurnedOn.SetItem(e.Flag, state.At) : state.TurnedOn,
            Off = e.On ? state.Off.Remove(e.Flag) : state.Off.ContainsKey(e.Flag) ? state.Off : state.Off.Add(e.Flag, new(state.At, state.Seq, null)),
        },
        RolloutEvent.ReArmAsked e when state.Members.TryGetValue(e.Flag, out var member) => state with
        {
            Members = state.Members.SetItem(e.Flag, member with { AskedBy = e.By }),
        },
        RolloutEvent.ReArmAsked e => state with { Off = state.Off.SetItem(e.Flag, state.Off[e.Flag] with { AskedBy = e.By }) },
        RolloutEvent.SettingSet e => state with { SettingOverrides = state.SettingOverrides.SetItem(e.Setting, e.Value) },
        RolloutEvent.SettingFreed e => state with { SettingOverrides = state.SettingOverrides.Remove(e.Setting) },
        RolloutEvent.EffectPlanned e => Planned(state, e.Effect),
        RolloutEvent.EffectDone e => Done(state, e.Effect),
        RolloutEvent.EffectGivenUp e => state with
        {
            Pending = state.Pending.Remove(e.Effect),
            Applied = state.Applied.SetItems(state.Applied.Where(applied => applied.Value.Call == e.Effect).Select(applied => KeyValuePair.Create(applied.Key, applied.Value with { Failed = true }))),
        },
        RolloutEvent.TriggerFired e => state with
        {
            Fired = state.Fired.Add(e.Trigger + "@" + e.Member),
            LastFired = state.LastFired.SetItem(e.Trigger + "@" + e.Member, state.At),
        },
        RolloutEvent.TriggerCleared e => state with { Fired = state.Fired.Remove(e.Trigger + "@" + e.Member) },
        RolloutEvent.HoldPlaced or RolloutEvent.ResumeAsked or RolloutEvent.HoldLifted => HoldEvolution.Evolve(state, happened),
        RolloutEvent.WayBackBegun or RolloutEvent.Fenced or RolloutEvent.WayBackEnded => WayBackEvolution.Evolve(state, happened),
        RolloutEvent.ProcedureStarted e => state with
        {
            Runs = state.Runs.SetItem(e.Run, new(e.Run, e.Procedure, e.Cause, e.Track, state.At,
                [.. plan.ProcedureNamed(e.Procedure).Actions.Select(_ => ActionState.Waiting)])),
        },
        RolloutEvent.ActionStarted e => WithAction(state, e.Run, e.Action, _ => new(ActionStatus.Started, e.Effects, state.At, null)),
        RolloutEvent.ActionEnded e => WithAction(Rehearsed(state, e), e.Run, e.Action,
            action => action with { Status = e.Error is null ? ActionStatus.Done : ActionStatus.Failed, Error = e.Error }),
        RolloutEvent.ProcedureEnded e => state with { Runs = state.Runs.Remove(e.Run) },
        RolloutEvent.ItemMarked e => state with { Items = state.Items.SetItem(e.Item, new(e.Done, e.By, state.At, e.Evidence, e.Note)) },
        RolloutEvent.TaskOpened e => state with { Tasks = state.Tasks.Add(e.Task, new(e.Task, e.Do, e.Owner, state.At, e.Due, e.Cause, false, false, null) { Alert = e.Alert }) },
        RolloutEvent.TaskCompleted e => state with
        {
            Tasks = state.Tasks.SetItem(e.Task, state.Tasks[e.Task] with { Done = new(true, e.By, state.At, null, e.Note) }),
        },
        RolloutEvent.TaskReminded e => state with { Tasks = state.Tasks.SetItem(e.Task, state.Tasks[e.Task] with { Reminded = true }) },
        RolloutEvent.AlertAcknowledged e => state with
        {
            Alerts = state.Alerts.SetItem(e.Episode, state.Alerts[e.Episode] with { Acknowledged = new(e.By, state.At, e.Note) }),
        },
        RolloutEvent.Delegated e => state with
        {
            Delegations = state.Delegations.SetItem(e.From, new(new(e.From, e.Groups), e.To, state.At, e.Until, e.Note)),
        },
        RolloutEvent.DelegationEnded e => state with { Delegations = state.Delegations.Remove(e.From) },
        RolloutEvent.AlertSilenced e => state with { Silences = state.Silences.SetItem(e.Rule, new(e.Rule, e.Until, e.Control, e.By)) },
        RolloutEvent.ApplyCalled e => state with { Applied = state.Applied.SetItem(e.Setting, new(e.Value, e.Call, state.At, false, false, false)) },
        RolloutEvent.ApplyConfirmed e => state with { Applied = state.Applied.SetItem(e.Setting, state.Applied[e.Setting] with { Effective = true }) },
        RolloutEvent.ApplyOverdue e => state with { Applied = state.Applied.SetItem(e.Setting, state.Applied[e.Setting] with { Overdue = true }) },
        RolloutEvent.Triaged => state,
        RolloutEvent.TaskOverdue e => state with { Tasks = state.Tasks.SetItem(e.Task, state.Tasks[e.Task] with { Overdue = true }) },
        RolloutEvent.IncidentOpened e => state with
        {
            Incidents = state.Incidents.Add(e.Incident, new(e.Incident, e.Severity, e.Title, e.Commander, state.At, null)),
        },
        RolloutEvent.IncidentResolved e => state with
        {
            Incidents = state.Incidents.SetItem(e.Incident, state.Incidents[e.Incident] with { Resolved = state.At }),
        },
        RolloutEvent.Reported when state.OpenDrill is not null => state,
        RolloutEvent.Reported e => state with { Reports = state.Reports.Add(new(e.Kind, e.Key, e.Member, state.At, e.By) { Text = e.Text ?? "" }) },
        RolloutEvent.ValueReported e => state with
        {
            Reported = state.Reported.SetItem(e.Metric + "@" + e.Scope, new(e.Value, e.Samples, state.At, e.By)),
        },
        RolloutEvent.AlertChanged e => state with { Alerts = state.Alerts.SetItem(e.Episode, Changed(state, e)) },
        RolloutEvent.DrillStarted e => state with { Drills = state.Drills.SetItem(e.Drill, new(e.Drill, e.Until, state.Seq, null, false)) },
        RolloutEvent.DrillEnded e => state with
        {
            Drills = state.Drills.SetItem(e.Drill, state.Drills[e.Drill] with { ToSeq = state.Seq, Passed = e.Passed }),
        },
        RolloutEvent.RoutineRun e => state with { Routines = state.Routines.SetItem(e.Routine, state.At) },
        RolloutEvent.Drifted { Key.Kind: KeyKind.Setting } e => state with { Applied = state.Applied.Remove(e.Key.Name) },
        RolloutEvent.Drifted => state,
        RolloutEvent.PlanAmended e => state with
        {
            PlanHash = e.PlanHash,
            Amendments = state.Amendments.Add(new(state.Seq, state.At, e.By, e.Reason, state.PlanHash, [.. plan.Phases.Select(phase => phase.Name)])),
            Gates = state.Gates.ToImmutableSortedDictionary(gate => gate.Key, gate => GateState.OpenedAt(gate.Value.Opened) with { LastReview = gate.Value.LastReview, LastLook = gate.Value.LastLook }, StringComparer.Ordinal),
            // A rule of the same name may ask for more now; what triggers have seen goes on to count.
            Criteria = state.Criteria.RemoveRange(state.Criteria.Keys.Where(key => !key.StartsWith("trigger ", StringComparison.Ordinal))),
        },
        RolloutEvent.AbortBegun => state with { Stage = RolloutStage.Aborting },
        RolloutEvent.WatchBegun => state with { Stage = RolloutStage.Watching },
        RolloutEvent.Finished e => state with { Stage = e.How == "aborted" ? RolloutStage.Aborted : RolloutStage.Closed },
        _ => throw new InvalidOperationException($"no rule folds {happened.GetType().Name}"),
    };

    internal static ImmutableSortedDictionary<string, GateState> WithoutStreaks(RolloutState state) =>
        state.Gates.ToImmutableSortedDictionary(gate => gate.Key, gate => gate.Value with { PassingSince = null, ReviewsPassed = 0, ReviewsBefore = 0 }, StringComparer.Ordinal);

    private static CriterionState Judged(RolloutState state, string key, CriterionLine line) =>
        state.Criteria.TryGetValue(key, out var before)
            ? new(line, before.Line.Now == line.Now ? before.Since : state.At, before.Line.Verdict == line.Verdict ? before.VerdictSince : state.At)
            : new(line, state.At, state.At);

    private static RolloutState Planned(RolloutState state, Effect effect)
    {
        var pending = state.Pending;
        if (effect is Effect.Write write)
        {
            if (state.Planned.TryGetValue(write.Key, out var before)) pending = pending.Remove(before.Id);
            state = state with { Planned = state.Planned.SetItem(write.Key, write) };
        }

        return state with { Pending = pending.Add(effect.Id, new(effect, state.At, state.Trace)) };
    }

    private static RolloutState Done(RolloutState state, string effect)
    {
        if (state.Pending.TryGetValue(effect, out var pending) && pending.Effect is Effect.Write write)
            state = state with { Confirmed = state.Confirmed.SetItem(write.Key, write.Document) };
        return state with { Pending = state.Pending.Remove(effect) };
    }

    private static RolloutState WithAction(RolloutState state, string run, int action, Func<ActionState, ActionState> change)
    {
        var before = state.Runs[run];
        return state with { Runs = state.Runs.SetItem(run, before with { Actions = before.Actions.SetItem(action, change(before.Actions[action])) }) };
    }

    /// <summary>An action that fails in a drill is what the drill was for, whether or not others follow it.</summary>
    private static RolloutState Rehearsed(RolloutState state, RolloutEvent.ActionEnded ended) =>
        ended.Error is { } error && state.OpenDrill is { Failure: null } drill && ended.Run == Drilling.RunOf(drill.FromSeq)
            ? state with { Drills = state.Drills.SetItem(drill.Drill, drill with { Failure = error }) }
            : state;

    private static AlertState Changed(RolloutState state, RolloutEvent.AlertChanged e)
    {
        var same = state.Alerts.TryGetValue(e.Episode, out var before) && before.Firing == e.Firing;
        return new(e.Source, e.Rule, e.Firing, e.Severity, e.Began, same ? before!.Since : state.At, state.At, e.Member)
        {
            Acknowledged = same ? before!.Acknowledged : null,
            Before = before is null ? [] : before.Severity == e.Severity || before.Before.Contains(before.Severity) ? before.Before : before.Before.Add(before.Severity),
        };
    }
}
