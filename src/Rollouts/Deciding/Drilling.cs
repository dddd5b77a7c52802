namespace Rollouts;

/// <summary>Drills: a declared window in which a procedure is rehearsed for real. Its journal range is the evidence.</summary>
internal static class Drilling
{
    public static string? Start(Turn turn, Input.StartDrill start)
    {
        if (Permissions.Refusal(turn.Plan, "drill", start.By) is { } refusal) return refusal;
        if (!turn.Plan.Drills.TryGetValue(start.Drill, out var drill))
            return $"the plan has no drill '{start.Drill}'; it has {string.Join(", ", turn.Plan.Drills.Keys.DefaultIfEmpty("none"))}";
        if (!turn.State.Governing) return "nothing is exposed yet: there is nothing to rehearse taking back";
        if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is { } held) return $"not now: {held}";
        turn.Add(new RolloutEvent.DrillStarted(drill.Name, turn.Now + drill.Within));
        Procedures.Start(turn, drill.Name, $"drill by {start.By}", Track.Main, RunOf(turn.State.Seq));
        return null;
    }

    public static void Progress(Turn turn)
    {
        if (turn.State.OpenDrill is not { } open) return;
        if (open.Failure is { } failure) End(turn, open, false, failure);
        else if (!turn.State.Runs.ContainsKey(RunOf(open.FromSeq))) End(turn, open, true, "every action was carried out");
        else if (turn.Now >= open.Until) End(turn, open, false, "not through within its window");
    }

    public static void End(Turn turn, DrillState drill, bool passed, string why)
    {
        if (turn.State.Runs.ContainsKey(RunOf(drill.FromSeq))) turn.Add(new RolloutEvent.ProcedureEnded(RunOf(drill.FromSeq)));
        turn.Add(new RolloutEvent.DrillEnded(drill.Drill, passed, why));
        foreach (var setting in SetBy(turn, turn.Plan.Drills[drill.Drill])) Free(turn, setting, drill.Drill);
        if (turn.State is { Stage: RolloutStage.Running or RolloutStage.Watching, Returning.IsEmpty: true }) AskBack(turn, drill);
    }

    /// <summary>What the rehearsal turned off is asked back; the re-arm gate of each decides. A thrown kill switch waits for the resume of its hold.</summary>
    private static void AskBack(Turn turn, DrillState drill)
    {
        var flags = turn.Plan.Drills[drill.Drill].Procedure.Actions.OfType<ProcedureAction.TurnOff>().Select(action => action.Flag).Distinct();
        foreach (var flag in flags.Where(flag => turn.Plan.Flags[flag].Use != FlagUse.KillSwitch))
            if (turn.State.Off.TryGetValue(flag, out var off) && off.Seq >= drill.FromSeq && off.AskedBy is null)
                turn.Add(new RolloutEvent.ReArmAsked(flag, Actor.System.Id, $"the drill {drill.Drill} is over"));
    }

    /// <summary>The launch goes on after a drill: what it set is as the exposure says again.</summary>
    public static void GoOn(Turn turn)
    {
        foreach (var setting in turn.Plan.Drills.Values.SelectMany(drill => SetBy(turn, drill)).Distinct().ToArray()) turn.Add(new RolloutEvent.SettingFreed(setting));
    }

    /// <summary>Moving a setting back is a rise where it lets more happen: then someone has to resume first.</summary>
    private static void Free(Turn turn, string setting, string drill)
    {
        var now = turn.State.SettingOverrides[setting];
        var after = Desired.SettingWithoutOverride(turn.Plan, turn.State, setting);
        if (SettingValue.IsRise(now, after, turn.Plan.Settings[setting].Looser)) Pausing.Hold(turn, HoldKind.Halted, $"{setting} is {now} since the drill {drill}", null);
        else turn.Add(new RolloutEvent.SettingFreed(setting));
    }

    private static string[] SetBy(Turn turn, Drill drill) => [.. drill.Procedure.Actions.OfType<ProcedureAction.SetSetting>()
        .Select(action => action.Setting).Distinct().Where(turn.State.SettingOverrides.ContainsKey)];

    public static string RunOf(long seq) => FormattableString.Invariant($"drill-{seq}");
}
