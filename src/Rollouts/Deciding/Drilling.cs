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
        var run = RunOf(open.FromSeq);
        if (turn.State.Runs.TryGetValue(run, out var running))
        {
            if (running.Actions.FirstOrDefault(action => action.Status == ActionStatus.Failed) is { } failed)
                End(turn, open, false, failed.Error ?? "an action failed");
            else if (turn.Now >= open.Until)
                End(turn, open, false, "not through within its window");
            return;
        }

        End(turn, open, true, "every action was carried out");
    }

    public static void End(Turn turn, DrillState drill, bool passed, string why)
    {
        if (turn.State.Runs.ContainsKey(RunOf(drill.FromSeq))) turn.Add(new RolloutEvent.ProcedureEnded(RunOf(drill.FromSeq)));
        turn.Add(new RolloutEvent.DrillEnded(drill.Drill, passed, why));
    }

    private static string RunOf(long seq) => FormattableString.Invariant($"drill-{seq}");
}
