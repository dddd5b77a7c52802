namespace Rollouts;

/// <summary>Holds: durations and rises stop until someone resumes and the hold's gate passes.</summary>
internal static class Pausing
{
    public static string? Pause(Turn turn, Input.Pause pause)
    {
        if (Permissions.Refusal(turn.Plan, "pause", pause.By) is { } refusal) return refusal;
        var cause = $"{pause.By} paused: {pause.Reason}";
        if (turn.State.Holds.Values.FirstOrDefault(hold => hold.Kind == HoldKind.Paused && hold.Cause == cause) is { } same)
            return FormattableString.Invariant($"paused already, since {same.Since:yyyy-MM-dd HH:mm:ss} UTC");
        Hold(turn, HoldKind.Paused, cause, null);
        return null;
    }

    /// <param name="resumeGate">The named gate that must pass before it is lifted; null takes the plan's.</param>
    public static void Hold(Turn turn, HoldKind kind, string cause, string? resumeGate) =>
        turn.Add(new RolloutEvent.HoldPlaced(turn.NewId(kind.ToString().ToLowerInvariant()), kind, cause, resumeGate ?? (kind is HoldKind.Returned or HoldKind.Halted ? turn.Plan.ResumeWayBack : turn.Plan.Resume)));
}
