namespace Rollouts;

/// <summary>When time alone changes something: the earliest of all deadlines, durations and schedules.</summary>
internal static class Waking
{
    public static DateTimeOffset? Wake(Plan plan, RolloutState state, DateTimeOffset now) =>
        First(WithoutReviews(plan, state, now), Reviews(plan, state, now));

    /// <summary>Scheduled reviews left out.</summary>
    public static DateTimeOffset? WithoutReviews(Plan plan, RolloutState state, DateTimeOffset now) => Waits(state) ? First(Times(plan, state, now), now) : null;

    private static DateTimeOffset? Reviews(Plan plan, RolloutState state, DateTimeOffset now) => Waits(state) ? First(Reviews(plan, state), now) : null;

    private static bool Waits(RolloutState state) => state.Stage != RolloutStage.New && !state.IsFinished;

    private static DateTimeOffset? First(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? First(IEnumerable<DateTimeOffset> times, DateTimeOffset now)
    {
        DateTimeOffset? first = null;
        foreach (var time in times)
            if (time > now && (first is null || time < first)) first = time;
        return first;
    }

    private static IEnumerable<DateTimeOffset> Reviews(Plan plan, RolloutState state)
    {
        foreach (var active in Gatekeeping.Active(plan, state))
            if (active.Gate.Review is { } review && state.Gates.TryGetValue(active.Key, out var gate)) yield return review.NextAfter(gate.LastReview ?? gate.Opened, gate.Opened);
        if (state.Stage is not (RolloutStage.Running or RolloutStage.Watching)) yield break;
        foreach (var (key, schedule, began) in Routines.Reviews(plan, state)) yield return schedule.NextAfter(state.Reviews.GetValueOrDefault(key, began), began);
    }

    private static IEnumerable<DateTimeOffset> Times(Plan plan, RolloutState state, DateTimeOffset now) =>
        Some(Steps(plan, state)).Concat(Members(plan, state)).Concat(GateTimes(plan, state)).Concat(Standing(plan, state, now)).Concat(Procedural(plan, state));

    private static IEnumerable<DateTimeOffset?> Steps(Plan plan, RolloutState state)
    {
        var (main, phase) = (state.Main, plan.Phases[state.Main.Phase]);
        if (state.Stage != RolloutStage.Running || main.Stage != TrackStage.Running) yield break;
        var step = phase.Steps[main.Step];
        yield return main.StepClock?.Reaches(step.Bake);
        yield return main.StepClock?.Reaches(plan.Ramp.ShortestBake);
        yield return main.StepClock?.Reaches(step.Bake + step.Wait);
        yield return main.PhaseClock?.Reaches(phase.Shortest);
        if (phase.Longest is { } longest && !main.Overdue) yield return main.PhaseClock?.Reaches(longest) + TimeSpan.FromMilliseconds(1);
        if (Admitting.NextWave(plan, state) is { } wave) yield return main.PhaseClock?.Reaches(phase.Members!.Waves[wave].After);
    }

    private static IEnumerable<DateTimeOffset> Members(Plan plan, RolloutState state)
    {
        foreach (var track in state.Members.Values.Where(track => track.In))
        {
            var admission = plan.Phases[track.Phase].Members!;
            if (track.Admitted.Reaches(admission.Spacing) is { } spaced) yield return spaced;
            if (track.Clock.Reaches(admission.Steps[track.Step].Bake) is { } baked) yield return baked;
        }
    }

    private static IEnumerable<DateTimeOffset> GateTimes(Plan plan, RolloutState state)
    {
        foreach (var active in Gatekeeping.Active(plan, state))
        {
            if (!state.Gates.TryGetValue(active.Key, out var gate)) continue;
            if (active.Gate.Holding is Holding.Continuously held && gate.PassingSince is { } since) yield return since + held.Time;
            if (gate.Approval is { Escalated: false, Deadline: { } deadline }) yield return deadline;
            foreach (var (key, criterion) in active.Criteria)
            {
                if (criterion.DueAfter(gate.Opened) > gate.Opened) yield return criterion.DueAfter(gate.Opened);
                foreach (var time in CriterionTimes(plan, state, criterion.Criterion, key)) yield return time;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> CriterionTimes(Plan plan, RolloutState state, Criterion criterion, string key)
    {
        switch (criterion)
        {
            case Criterion.OfMetric { Sustained: var sustained } when sustained > TimeSpan.Zero && state.Criteria.TryGetValue(key, out var known):
                yield return known.Since + sustained;
                break;
            case Criterion.OfTally { Sustained: var sustained } when sustained > TimeSpan.Zero && state.Criteria.TryGetValue(key, out var known):
                yield return known.Since + sustained;
                break;
            case Criterion.OfIncident incident:
                foreach (var open in state.Incidents.Values.Where(open => open.Severity == incident.Severity && open.Resolved is null)) yield return open.Opened + incident.For + (incident.Longer ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
                break;
            case Criterion.OfDate date:
                yield return date.From;
                break;
            case Criterion.OfItem { Item: { ValidFor: { } valid, Id: var id } } when state.Items.TryGetValue(id, out var mark):
                yield return mark.At + valid;
                break;
            case Criterion.OfAlert alert:
                foreach (var known in state.Alerts.Values.Where(known => known.Rule == alert.Rule))
                {
                    yield return known.Since + alert.For;
                    yield return known.Began + alert.For;
                    if (known.Firing) yield return known.Heard + plan.AlertsStaleAfter + TimeSpan.FromMilliseconds(1);
                }

                if (!alert.Firing) yield return state.StartedAt + alert.For;
                else if (state.Silences.TryGetValue(alert.Rule, out var silence)) yield return silence.Until;
                break;
            case Criterion.OfElapsed elapsed:
                var clock = elapsed.Since switch { "step" => state.Main.StepClock, "phase" => state.Main.PhaseClock, _ => Clock.StartedAt(state.StartedAt) };
                if (clock?.Reaches(elapsed.AtLeast) is { } reached) yield return reached;
                break;
        }
    }

    private static IEnumerable<DateTimeOffset> Standing(Plan plan, RolloutState state, DateTimeOffset now)
    {
        foreach (var (trigger, member) in Guarding.Standing(plan, state))
            foreach (var time in CriterionTimes(plan, state, trigger.When, Guarding.Key(trigger, member))) yield return time;
        if (state.Stage is RolloutStage.Running or RolloutStage.Watching)
        {
            foreach (var (routine, since) in Routines.Standing(plan, state))
                yield return routine.When.NextAfter(state.Routines.GetValueOrDefault(routine.Name, since), since);
        }

        if (plan.Hours is { } hours) yield return hours.NextOpening(now);
        foreach (var window in Windows(plan, state))
        {
            yield return window.From;
            yield return window.Until;
        }

        foreach (var freeze in plan.Freezes.Where(freeze => freeze.Holds(now))) yield return freeze.Until;
    }

    private static IEnumerable<LaunchWindow> Windows(Plan plan, RolloutState state)
    {
        var phase = plan.Phases[state.Main.Phase];
        if (state is { Stage: RolloutStage.Running, Main.Stage: TrackStage.Entering } && phase.Window is { } window) yield return window;
        if (Admitting.NextWave(plan, state) is { } wave && phase.Members!.Waves[wave].Window is { } admission) yield return admission;
    }

    private static IEnumerable<DateTimeOffset> Procedural(Plan plan, RolloutState state)
    {
        foreach (var task in state.Tasks.Values)
        {
            if (task is not { Done: null, Overdue: false, Due: { } due }) continue;
            yield return due;
            if (!task.Reminded) yield return task.HalfTime!.Value;
        }

        foreach (var delegation in state.Delegations.Values) yield return delegation.Until;
        if (state.OpenDrill is { } drill) yield return drill.Until;
        foreach (var deadline in Applying.Deadlines(plan, state)) yield return deadline;
        foreach (var pending in state.Pending.Values) yield return pending.Planned + Procedures.YieldAfter;
        foreach (var run in state.Runs.Values)
        {
            var actions = plan.ProcedureNamed(run.Procedure).Actions;
            for (var i = 0; i < actions.Length; i++)
                if (actions[i] is ProcedureAction.Verify verify && run.Actions[i] is { Status: ActionStatus.Started, Started: { } started })
                    yield return started + verify.Within;
        }
    }

    private static IEnumerable<DateTimeOffset> Some(IEnumerable<DateTimeOffset?> times) => times.Where(time => time is not null).Select(time => time!.Value);
}
