namespace Rollouts.Simulation.Tests.Completeness;

/// <summary>Every rule of a plan that some scenario has to exercise, in words. <see cref="Exercised"/> says the same words of what scenarios did.</summary>
internal static class PlanRules
{
    public static IEnumerable<string> Of(Plan plan) => ((IEnumerable<string>[])
        [Triggers(plan), WaysBack(plan), plan.AllGates().Where(gate => !gate.AsksNothing).SelectMany(Gate), Approvals(plan), Calendar(plan), Deadlines(plan), People(plan)])
        .SelectMany(rules => rules).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Triggers(Plan plan)
    {
        foreach (var trigger in plan.Triggers)
        {
            yield return Say.Fires(trigger.Name);
            if (trigger.Do.Move is { } move and not Move.Stay) yield return Say.Moves(trigger.Name, move);
            if (trigger.Blind is not null) yield return Say.Fires(trigger.Name + " is blind");
        }

        foreach (var procedure in plan.Procedures.Keys.Append(plan.WayBack.Name)) yield return Say.Runs(procedure);
        foreach (var routine in plan.Routines) yield return Say.Routine(routine.Name);
        foreach (var row in plan.Triage) yield return Say.Triaged(row.Name);
        foreach (var severity in plan.Incidents.Keys) yield return Say.Opened(severity);
    }

    private static IEnumerable<string> WaysBack(Plan plan)
    {
        yield return Say.BackByPerson;
        yield return Say.Closed;
        yield return Say.Aborted;
        foreach (var flag in plan.Flags.Values.Where(flag => flag.Use == FlagUse.KillSwitch)) yield return Say.Thrown(flag.Name);
        var turnedOff = Actions(plan).OfType<ProcedureAction.TurnOff>().Select(action => action.Flag).ToHashSet(StringComparer.Ordinal);
        foreach (var flag in plan.Flags.Values.Where(flag => turnedOff.Contains(flag.Name) || flag.Use == FlagUse.KillSwitch)) yield return Say.TurnedOff(flag.Name);
        foreach (var flag in plan.Flags.Values.Where(flag => turnedOff.Contains(flag.Name) || flag.Use == FlagUse.KillSwitch || !flag.StartsOn)) yield return Say.ReArmed(flag.Name);

        if (plan.Triggers.Any(trigger => trigger.Do.Move is Move.Withdraw)) yield return Say.Withdrawn;
        if (plan.Triggers.Any(trigger => trigger.Do.Move is Move.Withdraw)) yield return Say.ReAdmitted;
        foreach (var drill in plan.Drills.Keys)
        {
            yield return Say.Drilled(drill, true);
            yield return Say.Drilled(drill, false);
        }
    }

    private static IEnumerable<string> Gate(Gate gate)
    {
        yield return Say.Stands(gate.Name, GateStatus.Pass);
        var machine = gate.Criteria.Where(criterion => criterion.Criterion is Criterion.OfMetric or Criterion.OfTally or Criterion.OfAlert).ToArray();
        if (gate.Criteria.Any(criterion => criterion.Criterion is not (Criterion.OfTally or Criterion.OfIncident or Criterion.OfFlag))) yield return Say.Stands(gate.Name, GateStatus.Pending);
        if (gate.MayMiss > 0) yield return Say.Stands(gate.Name, GateStatus.Conditional);
        if (machine.Count(criterion => !criterion.Critical) > gate.MayMiss) yield return Say.Stands(gate.Name, GateStatus.TooManyMissed);
        if (gate.Criteria.Any(criterion => criterion.Critical)) yield return Say.Stands(gate.Name, GateStatus.CriticalMissed);
        if (machine.Any(criterion => criterion.Criterion is Criterion.OfMetric)) yield return Say.Without(gate.Name);
        if (gate.Criteria.Any(criterion => criterion.Due > TimeSpan.Zero || criterion.DueOn is not null)) yield return Say.NotDue(gate.Name);
        if (gate.Holding is not Holding.NowOnly) yield return Say.BeginsAnew(gate.Name);
        if (gate.OnCriticalMiss.Move is { } critical) yield return Say.Moves("gate " + gate.Name, critical);
        foreach (var criterion in gate.Criteria.Where(criterion => !criterion.Missed.IsNothing)) yield return Say.Asks(gate.Name, criterion.Key);
        if (gate.NoData is not null) yield return Say.Asks(gate.Name, "no data");
    }

    private static IEnumerable<string> Approvals(Plan plan)
    {
        var asking = plan.AllGates().Where(gate => gate.Approve is not null).ToArray();
        foreach (var gate in asking)
        {
            foreach (var role in gate.Approve!.Roles) yield return Say.Agrees(role, gate.Name);
            if (gate.Approve.Within is null) continue;
            yield return Say.TimesOut(gate.Name);
            if (gate.Approve.Then == AtDeadline.RemindBackup && gate.Approve.Roles.Any(role => plan.Roles[role].Backup is not null)) yield return Say.BackupAgrees(gate.Name);
        }

        if (asking.Length == 0) yield break;
        yield return Say.Rejected;
        yield return Say.WrongRole;
        yield return Say.Voided;
        if (asking.Any(gate => gate.Approve!.Quorum > 1)) yield return Say.Twice;
        if (plan.AllGates().Any(gate => gate.MitigationBy is not null)) yield return Say.WrongMitigator;
    }

    private static IEnumerable<string> Calendar(Plan plan)
    {
        foreach (var freeze in plan.Freezes) yield return Say.Frozen(freeze.Why);
        if (plan.Hours is not null) yield return Say.OutOfHours;
        foreach (var phase in plan.Phases)
        {
            if (phase.Window is not null) yield return Say.Fires($"the window of {phase.Name}");
            if (phase.Longest is not null) yield return Say.Overdue(phase.Name);
            foreach (var (wave, index) in (phase.Members?.Waves ?? []).Select((wave, index) => (wave, index)))
                if (wave.Window is not null) yield return Say.Fires(FormattableString.Invariant($"the window of wave {index + 1}"));
        }
    }

    private static IEnumerable<string> Deadlines(Plan plan)
    {
        foreach (var action in Actions(plan))
        {
            if (action is ProcedureAction.AskTask { HasDeadline: true } task) yield return Say.RunsOver(task.Do);
            if (action is ProcedureAction.Notify { FollowUp: not null } notice) yield return Say.RunsOver(Say.FollowUp(notice.Text));
            // A flag is what the launch wrote last, and an action ends when its write is confirmed: that cannot fail.
            if (action is ProcedureAction.Verify { Criterion: not Criterion.OfFlag } verify) yield return Say.NotVerified(verify.Rule);
        }

        foreach (var item in plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>().Where(item => item.Item.ValidFor is not null))
            yield return Say.RunsOut(item.Item.Id);
        var alerts = plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).Concat(plan.Triggers.Select(trigger => trigger.When));
        if (alerts.Any(criterion => criterion is Criterion.OfAlert)) yield return Say.Stale;
    }

    private static IEnumerable<string> People(Plan plan)
    {
        if (plan.AllGates().Any(gate => gate.Approve?.MoreTime is not null)) yield return Say.MoreTime;
        if (plan.Acknowledge is not null) yield return Say.Acknowledged;
        if (plan.Acknowledge is not null) yield return Say.NotAcknowledged;
        if (plan.Triage.Any(row => row.AnswerDue(plan, DateTimeOffset.UnixEpoch) is not null)) yield return Say.AnswerLate;
        if (Actions(plan).Any(action => action is ProcedureAction.AskTask { HasDeadline: true })) yield return Say.Reminded;
        if (plan.AllGates().SelectMany(gate => gate.Criteria).Any(criterion => criterion.Criterion is Criterion.OfItem)) yield return Say.NotDone;
    }

    public static IEnumerable<ProcedureAction> Actions(Plan plan) => plan.Procedures.Values.Append(plan.WayBack).SelectMany(procedure => procedure.Actions)
        .Concat(plan.Drills.Values.SelectMany(drill => drill.Procedure.Actions))
        .Concat(plan.Incidents.Values.SelectMany(rule => rule.Tasks));
}
