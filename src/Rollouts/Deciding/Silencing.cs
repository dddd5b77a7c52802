namespace Rollouts;

/// <summary>An alert may be silenced only with a recorded compensating control, and only for a time.</summary>
internal static class Silencing
{
    public static string? Silence(Turn turn, Input.Silence silence)
    {
        if (Permissions.Refusal(turn.Plan, "silence", silence.By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(silence.Control)) return "an alert is silenced only with the compensating control that stands in for it";
        if (silence.For <= TimeSpan.Zero) return "say for how long";
        turn.Add(new RolloutEvent.AlertSilenced(silence.Rule, turn.Now + silence.For, silence.Control, silence.By.Id));
        return null;
    }
}
