namespace Rollouts;

/// <summary>Going on after holds, and turning on again what was turned off. Both are rises, so both have gates.</summary>
internal static class Resuming
{
    public static string? Ask(Turn turn, Input.Resume resume)
    {
        if (Permissions.Refusal(turn.Plan, "resume", resume.By) is { } refusal) return refusal;
        if (turn.State.Holds.IsEmpty) return "nothing is held";
        if (turn.State.OpenDrill is { } drill) return $"the drill {drill.Drill} is still under way";
        foreach (var hold in turn.State.Holds.Values.Where(hold => hold.AskedBy is null))
            turn.Add(new RolloutEvent.ResumeAsked(hold.Id, resume.By.Id, resume.Reason));
        return null;
    }

    public static string? AskReArm(Turn turn, Input.ReArm reArm)
    {
        if (Permissions.Refusal(turn.Plan, "resume", reArm.By) is { } refusal) return refusal;
        var known = turn.State.Off.ContainsKey(reArm.Flag) || turn.State.Members.TryGetValue(reArm.Flag, out var member) && member is { In: false, Alone: true };
        if (!known) return $"'{reArm.Flag}' is not turned off";
        if (turn.State.Members.TryGetValue(reArm.Flag, out var back) && !Admitting.IsOpen(turn.State, back.Phase))
            return $"{reArm.Flag} is let in by {turn.Plan.Phases[back.Phase].Name}, and the launch is at {turn.Plan.Phases[turn.State.Main.Phase].Name}";
        if (turn.Plan.Flags.TryGetValue(reArm.Flag, out var flag) && flag.Use == FlagUse.KillSwitch && !turn.State.Holds.IsEmpty)
            return "a thrown kill switch is re-armed by resuming the launch";
        turn.Add(new RolloutEvent.ReArmAsked(reArm.Flag, reArm.By.Id, reArm.Reason));
        return null;
    }

    /// <summary>The gates that stand between a hold or a turned-off flag and going on.</summary>
    public static IEnumerable<ActiveGate> Gates(Plan plan, RolloutState state)
    {
        foreach (var hold in LastOfEachGate(state))
            yield return new(Gatekeeping.ResumeGate(hold), GateNamed(plan, hold.ResumeGate, hold.Id), "", hold.Since, true);
        foreach (var (flag, off) in state.Off)
        {
            var asked = off.AskedBy is not null || (plan.Flags[flag].Use == FlagUse.KillSwitch && state.Holds.Values.Any(hold => hold.AskedBy is not null));
            if (asked && GateOf(plan, flag) is { } gate && !state.Holds.Values.Any(hold => hold.ResumeGate == gate))
                yield return new(Gatekeeping.ReArmGate(flag, off), GateNamed(plan, gate, flag), "", off.Since, true);
        }
    }

    /// <summary>Holds behind the same gate are lifted together: it is asked once, about all that has happened until the last of them.</summary>
    private static IEnumerable<Hold> LastOfEachGate(RolloutState state) =>
        state.Holds.Values.Where(hold => hold.ResumeGate is not null && !state.Holds.Values.Any(other => other.ResumeGate == hold.ResumeGate && IsLater(other, hold)));

    private static bool IsLater(Hold other, Hold hold) =>
        other.Since != hold.Since ? other.Since > hold.Since : string.CompareOrdinal(other.Id, hold.Id) > 0;

    /// <summary>The plan's gate of that name; one that asks nothing where there is no name.</summary>
    public static Gate GateNamed(Plan plan, string? name, string otherwise) => name is null ? Gate.Open(otherwise) : plan.Gates[name];

    public static void Progress(Turn turn)
    {
        ReArm(turn);
        ReAdmit(turn);
        Resume(turn);
    }

    private static void Resume(Turn turn)
    {
        var holds = turn.State.Holds.Values.ToArray();
        if (holds.Length == 0 || holds.Any(hold => hold.AskedBy is null) || Rises.HeldBackEvenForResume(turn.Plan, turn.State, turn.Now) is not null) return;
        var thrown = turn.State.Off.Keys.Where(flag => turn.Plan.Flags[flag].Use == FlagUse.KillSwitch).ToArray();
        var gates = Gates(turn.Plan, turn.State)
            .Where(gate => !gate.Key.StartsWith("re-arm ", StringComparison.Ordinal) || thrown.Any(flag => gate.Key == Gatekeeping.ReArmGate(flag, turn.State.Off[flag])))
            .Select(gate => gate.Key).ToArray();
        var ripe = gates.Count(gate => Gatekeeping.IsRipe(turn, gate));
        if (ripe < gates.Length) return;

        foreach (var gate in gates) Gatekeeping.Pass(turn, gate);
        var wasBack = holds.Any(hold => hold.Kind is HoldKind.Returned or HoldKind.Halted);
        foreach (var hold in holds) turn.Add(new RolloutEvent.HoldLifted(hold.Id, hold.AskedBy!));
        Drilling.GoOn(turn);
        foreach (var flag in thrown) turn.Add(new RolloutEvent.SwitchSet(flag, true));
        foreach (var drifted in holds.Where(hold => hold.Kind == HoldKind.Drifted)) Effects.TakeOver(turn, drifted);
        if (turn.State.Main.Stage == TrackStage.Returned) Advancing.StartAgain(turn);
        if (wasBack && turn.Plan.AllClear is { } allClear) Procedures.Start(turn, allClear, "all clear", Track.Main, turn.NewId("all-clear"));
    }

    private static void ReArm(Turn turn)
    {
        foreach (var (flag, off) in turn.State.Off.Where(off => off.Value.AskedBy is not null).ToArray())
        {
            if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null) return;
            var key = Gatekeeping.ReArmGate(flag, off);
            if (GateOf(turn.Plan, flag) is not null)
            {
                if (!Gatekeeping.IsRipe(turn, key)) continue;
                Gatekeeping.Pass(turn, key);
            }

            turn.Add(new RolloutEvent.SwitchSet(flag, true));
        }
    }

    private static void ReAdmit(Turn turn)
    {
        foreach (var member in turn.State.Members.Values.Where(member => member is { In: false, AskedBy: not null }).ToArray())
        {
            if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null || !Admitting.IsOpen(turn.State, member.Phase)) continue;
            if (!Gatekeeping.IsRipe(turn, Gatekeeping.ReturnGate(member))) continue;
            Gatekeeping.Pass(turn, Gatekeeping.ReturnGate(member));
            Admitting.LetIn(turn, member.Member, member.Phase);
        }
    }

    private static string? GateOf(Plan plan, string flag) => plan.Flags[flag].ReArm ?? plan.ResumeWayBack;
}
