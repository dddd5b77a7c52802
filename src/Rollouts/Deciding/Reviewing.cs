namespace Rollouts;

/// <summary>Scheduled reviews: of gates that are decided at reviews, and of phases and members that people look at.</summary>
internal static class Reviewing
{
    /// <summary>The last review waited only for a mitigation: with it, that review passes on condition, and not first the next one.</summary>
    public static void Amend(Turn turn, ActiveGate active)
    {
        if (active.Gate.Review is null || turn.State.Gates[active.Key].LastStatus != nameof(GateStatus.Pending)) return;
        if (Gatekeeping.Stand(turn, active) is { Status: GateStatus.Conditional } standing)
            turn.Add(new RolloutEvent.ReviewHeld(active.Key, standing.Status.ToString(), true, standing.Lines) { Amends = true });
    }

    /// <summary>A review of a gate that is decided at its reviews: counts a pass, acts on a fail. While the launch is held people look, and nothing is decided or counted.</summary>
    public static void Hold(Turn turn, ActiveGate active, GateStanding standing)
    {
        if (!active.Resumes && !turn.State.Holds.IsEmpty)
        {
            turn.Add(new RolloutEvent.ReviewHeld(active.Key, standing.Status.ToString(), false, standing.Lines) { WhileHeld = true });
            return;
        }

        var early = standing.CountsOnly && active.Gate.Holding is Holding.Reviews rows && turn.State.Gates[active.Key].ReviewsPassed + 1 < rows.Count;
        turn.Add(new RolloutEvent.ReviewHeld(active.Key, standing.Status.ToString(), true, standing.Lines) { CountsOnly = standing.CountsOnly });
        if (active.Resumes || early) return;
        if (standing.Status == GateStatus.CriticalMissed) Gatekeeping.Fail(turn, active, standing.Because, active.Gate.OnCriticalMiss);
        else if (standing.Status == GateStatus.TooManyMissed) Gatekeeping.Fail(turn, active, standing.Because, active.Gate.OnTooManyMissed);
    }
}
