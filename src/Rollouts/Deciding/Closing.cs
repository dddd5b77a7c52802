namespace Rollouts;

/// <summary>The end: watch, close, and what must be at rest before.</summary>
internal static class Closing
{
    public static string? Close(Turn turn, Input.Close close)
    {
        if (Permissions.Refusal(turn.Plan, "close", close.By) is { } refusal) return refusal;
        if (turn.State.Stage != RolloutStage.Watching) return "the launch has not reached its end: close ends the watch after the last phase, abort ends a launch before it";
        if (turn.State.Holds.Values.FirstOrDefault() is { } hold) return $"the launch is held: {hold.Cause}";
        var standing = Gatekeeping.Stand(turn, turn.Gates.First(gate => gate.Key == Gatekeeping.CloseGate));
        if (!standing.Passes) return $"the close gate does not pass: {standing.Because}";
        if (!IsQuiet(turn)) return "something is still being carried out or decided; try again in a moment";
        if (turn.State.Gates.ContainsKey(Gatekeeping.CloseGate)) Gatekeeping.Pass(turn, Gatekeeping.CloseGate);
        Finish(turn, "closed", close.By.Id);
        return null;
    }

    /// <summary>The last phase has passed.</summary>
    public static void EndOfPhases(Turn turn)
    {
        if (turn.Plan.Watch) turn.Add(new RolloutEvent.WatchBegun());
        else Finish(turn, "closed", Actor.System.Id);
    }

    /// <summary>Ends the launch: what of procedures and drills has not begun does not begin any more.</summary>
    public static void Finish(Turn turn, string how, string by)
    {
        if (turn.State.OpenDrill is { } drill) Drilling.End(turn, drill, false, "the launch ended");
        foreach (var run in turn.State.Runs.Keys.ToArray()) turn.Add(new RolloutEvent.ProcedureEnded(run));
        turn.Add(new RolloutEvent.Finished(how, by));
    }

    /// <summary>No effect is pending and no input undecided (design §5). A post that hangs does not count: it is retried behind.</summary>
    public static bool IsQuiet(Turn turn) =>
        !turn.MoreWaiting && !turn.State.Pending.Values.Any(pending => IsAwaited(turn, pending));

    public static bool IsAwaited(Turn turn, PendingEffect pending) => pending.Effect is Effect.Write || turn.Now - pending.Planned < Procedures.YieldAfter;
}
