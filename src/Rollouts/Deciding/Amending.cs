namespace Rollouts;

/// <summary>A running launch goes on by a changed plan. What is to come may change; what was passed, what is under way and what the launch governs may not, so that nothing rises by it.</summary>
/// <remarks>Approvals, streaks and mitigations rest on the plan they were given for: all begin anew.</remarks>
internal static class Amending
{
    /// <param name="to">The changed plan as it was read; null when it could not be.</param>
    public static string? Amend(Turn turn, Input.Amend amend, Plan? to)
    {
        if (Permissions.Refusal(turn.Plan, "amend", amend.By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(amend.Reason)) return "say why the plan is changed";
        if (to is null) return "the changed plan cannot be read";
        if (to.Hash != amend.PlanHash) return $"the changed plan's hash is {to.Hash}, told was {amend.PlanHash}";
        if (to.Hash == turn.Plan.Hash) return "this is the plan that the launch runs by";
        if (to.Name != turn.Plan.Name) return $"the launch runs by {turn.Plan.Name}, and this is {to.Name}";
        if ((UnderWay(turn, to) ?? Governed(turn.Plan, to) ?? Passed(turn, to) ?? Members(turn, to)) is { } fault) return fault;
        var why = $"{amend.By} changed the plan: {amend.Reason}";
        Approving.VoidAll(turn, why);
        turn.Add(new RolloutEvent.PlanAmended(to.Hash, amend.By.Id, amend.Reason));
        return null;
    }

    private static string? UnderWay(Turn turn, Plan to)
    {
        var state = turn.State;
        if (!state.Returning.IsEmpty) return "a way back is under way: change the plan when it has ended";
        if (state.Stage == RolloutStage.Aborting) return "the launch is being aborted";
        if (state.OpenDrill is { } drill) return $"the drill {drill.Drill} is under way: change the plan when it has ended";
        foreach (var run in state.Runs.Values)
            if (!SameActions(turn.Plan, to, run.Procedure)) return $"the procedure '{run.Procedure}' is under way: leave it as it is, or wait until it has ended";
        return state.Holds.Values.FirstOrDefault(hold => hold.ResumeGate is { } gate && !to.Gates.ContainsKey(gate)) is { } held
            ? $"the launch is held, and waits for the gate '{held.ResumeGate}', which the changed plan does not have"
            : null;
    }

    private static bool SameActions(Plan from, Plan to, string procedure) =>
        (procedure == to.WayBack.Name || to.Procedures.ContainsKey(procedure) || to.Drills.ContainsKey(procedure))
        && from.ProcedureNamed(procedure).Actions.Select(action => action.ToString()).SequenceEqual(to.ProcedureNamed(procedure).Actions.Select(action => action.ToString()), StringComparer.Ordinal);

    /// <summary>Flags and settings are claimed at the start, and what they are when nothing is said is part of what was approved.</summary>
    private static string? Governed(Plan from, Plan to)
    {
        var same = from.Label == to.Label
            && from.Flags.Values.Select(flag => flag with { ReArm = null }).SequenceEqual(to.Flags.Values.Select(flag => flag with { ReArm = null }))
            && from.Settings.Values.Select(Fixed).SequenceEqual(to.Settings.Values.Select(Fixed));
        return same ? null : "the flags and settings that a launch governs, their label and values are claimed at its start and stay as they are";
    }

    private static (string, string, Looser, SettingDial?) Fixed(GovernedSetting setting) => (setting.Name, setting.Value, setting.Looser, setting.Dial);

    /// <summary>Phases and steps up to where the launch stands keep their order, and let nobody more in than they did.</summary>
    private static string? Passed(Turn turn, Plan to)
    {
        var (main, from) = (turn.State.Main, turn.Plan);
        if (turn.State.Stage == RolloutStage.Watching && (to.Phases.Length != from.Phases.Length || !to.Watch)) return "every phase has passed: none can be added, and the watch stays";
        for (var phase = 0; phase <= main.Phase; phase++)
        {
            var was = from.Phases[phase];
            if (phase >= to.Phases.Length || to.Phases[phase].Name != was.Name) return $"{was.Name} was entered: it stays where it is";
            var now = to.Phases[phase];
            var reached = phase < main.Phase ? was.Steps.Length : main.Step + 1;
            if (now.Steps.Length < reached || (phase < main.Phase && now.Steps.Length != was.Steps.Length)) return $"{was.Name} has passed {reached} steps: they stay";
            for (var step = 0; step < reached; step++)
                if (Raises(from, was.Steps[step].Exposure, now.Steps[step].Exposure)) return FormattableString.Invariant($"{was.Name} step {step + 1} was exposed: a changed plan lets nobody more in by it");
        }

        return null;
    }

    private static bool Raises(Plan plan, Exposure was, Exposure now) =>
        now.Audience.IsRiseFrom(was.Audience) || was.Settings.Keys.Union(now.Settings.Keys).Any(name =>
            new KeyDocument.Setting(Value(plan, now, name)).IsRiseFrom(new KeyDocument.Setting(Value(plan, was, name)), plan.Settings[name].Looser));

    private static string Value(Plan plan, Exposure exposure, string setting) => exposure.Settings.GetValueOrDefault(setting, plan.Settings[setting].Value);

    private static string? Members(Turn turn, Plan to)
    {
        foreach (var track in turn.State.Members.Values)
        {
            if (to.Phases[track.Phase].Members is not { } now || !now.Waves.Any(wave => wave.Members.Contains(track.Member))) return $"{track.Member} was let in by {to.Phases[track.Phase].Name}: it stays among its members";
            var was = turn.Plan.Phases[track.Phase].Members!;
            if (now.Steps.Length <= track.Step || Enumerable.Range(0, track.Step + 1).Any(step => now.Steps[step].Share.Value > was.Steps[step].Share.Value))
                return $"{track.Member} stands at step {track.Step + 1} of {to.Phases[track.Phase].Name}: what it has passed stays";
        }

        return null;
    }
}
