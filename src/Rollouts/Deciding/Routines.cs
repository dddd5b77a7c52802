namespace Rollouts;

/// <summary>What happens on a schedule: routines of the plan, and the reviews of phases and members.</summary>
internal static class Routines
{
    public static void Run(Turn turn)
    {
        if (turn.State.Stage is not (RolloutStage.Running or RolloutStage.Watching)) return;
        foreach (var (routine, since) in Standing(turn.Plan, turn.State).ToArray())
        {
            if (turn.Now < routine.When.NextAfter(turn.State.Routines.GetValueOrDefault(routine.Name, since), since)) continue;
            turn.Add(new RolloutEvent.RoutineRun(routine.Name));
            Procedures.Start(turn, routine.Procedure, $"routine {routine.Name}", Track.Main, turn.NewId(routine.Procedure));
        }

        foreach (var (key, schedule, began) in Reviews(turn.Plan, turn.State).ToArray())
        {
            if (turn.Now < schedule.NextAfter(turn.State.Reviews.GetValueOrDefault(key, began), began)) continue;
            var active = turn.Gates.FirstOrDefault(active => active.Key == key);
            if (active is null || !turn.State.Gates.ContainsKey(key)) continue;
            var standing = Gatekeeping.Stand(turn, active);
            turn.Add(new RolloutEvent.ReviewHeld(key, standing.Status.ToString(), false, standing.Lines));
        }
    }

    public static IEnumerable<(Routine Routine, DateTimeOffset Since)> Standing(Plan plan, RolloutState state)
    {
        var phase = state.Stage == RolloutStage.Watching ? "watch" : plan.Phases[state.Main.Phase].Name;
        return plan.Routines.Where(routine => routine.Phases.IsEmpty || routine.Phases.Contains(phase)).Select(routine => (routine, state.Main.AttemptBegan));
    }

    /// <summary>The reviews that people hold now, as long as phases run: of the phase and of each member, by the key of the gate they look at. The watch has routines.</summary>
    public static IEnumerable<(string Key, ReviewSchedule Schedule, DateTimeOffset Began)> Reviews(Plan plan, RolloutState state)
    {
        if (state is { Stage: RolloutStage.Running, Main.Stage: TrackStage.Running } && plan.Phases[state.Main.Phase].Review is { } phase)
            yield return (Gatekeeping.ExitGate(plan, state), phase, state.Main.AttemptBegan);
        if (state.Stage != RolloutStage.Running) yield break;
        foreach (var member in state.Members.Values.Where(member => member.In))
            if (plan.Phases[member.Phase].Members!.Review is { } review)
                yield return (Gatekeeping.MemberGate(member), review, member.Began);
    }
}
