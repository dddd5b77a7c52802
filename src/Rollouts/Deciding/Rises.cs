namespace Rollouts;

/// <summary>When anything may rise at all (design §3.6): never while held, fenced, frozen or in a drill.</summary>
internal static class Rises
{
    /// <summary>Why nothing may rise now; null when rises are open.</summary>
    public static string? HeldBackBy(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.Holds.Values.FirstOrDefault() is { } hold) return hold.Cause;
        return HeldBackEvenForResume(plan, state, now);
    }

    /// <summary>What holds back a resume too: a way back under way, the calendar, a drill.</summary>
    public static string? HeldBackEvenForResume(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.Returning.Values.FirstOrDefault() is { } back) return $"way back {back.Number} to {back.Target} is under way";
        if (state.Stage == RolloutStage.Aborting) return "the launch is being aborted";
        if (plan.Freezes.FirstOrDefault(freeze => freeze.Holds(now)) is { } freeze)
            return FormattableString.Invariant($"frozen until {freeze.Until:yyyy-MM-dd HH:mm} UTC: {freeze.Why}");
        if (plan.Hours is { } hours && !hours.Open(now)) return $"outside the hours for rises: {hours}";
        return state.OpenDrill is { } drill ? $"the drill {drill.Drill} is under way" : null;
    }
}
