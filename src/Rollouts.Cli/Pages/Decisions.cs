namespace Rollouts.Cli.Pages;

/// <summary>Which parts of the journal are decisions, and which gate they are about.</summary>
internal static class Decisions
{
    /// <summary>The last entries in which something was decided or refused, oldest first, each with its decisions alone.</summary>
    /// <param name="gate">Only what is about this gate, by key (<c>P2 enter#1</c>) or the words it begins with (<c>P2</c>); its changed verdicts are shown too.</param>
    public static IReadOnlyList<Entry> Last(IEnumerable<Entry> journal, string? gate, int count) =>
    [
        .. journal.Select(entry => entry with { Events = [.. entry.Events.Where(happened => gate is null ? IsDecision(happened) : IsAbout(happened, gate))] })
            .Where(entry => !entry.Events.IsEmpty || (gate is null && entry.Outcome is Outcome.Refused))
            .TakeLast(count),
    ];

    /// <summary>The criteria that an event rested on.</summary>
    public static IEnumerable<CriterionLine> LinesOf(RolloutEvent happened) => happened switch
    {
        RolloutEvent.GatePassed passed => passed.Lines,
        RolloutEvent.GateFailed failed => failed.Lines,
        RolloutEvent.ReviewHeld review => review.Lines,
        RolloutEvent.TriggerFired fired => [fired.Line],
        _ => [],
    };

    private static bool IsDecision(RolloutEvent happened) => happened is not (
        RolloutEvent.VerdictChanged or RolloutEvent.DigestTaken or RolloutEvent.GateOpened or RolloutEvent.GateStreakChanged
        or RolloutEvent.EffectPlanned or RolloutEvent.EffectDone or RolloutEvent.ApplyCalled or RolloutEvent.ApplyConfirmed or RolloutEvent.ApplyOverdue or RolloutEvent.StepStarted
        or RolloutEvent.ProcedureStarted or RolloutEvent.ActionStarted or RolloutEvent.ActionEnded or RolloutEvent.ProcedureEnded or RolloutEvent.RoutineRun
        or RolloutEvent.ItemMarked or RolloutEvent.TaskOpened or RolloutEvent.TaskCompleted or RolloutEvent.TaskReminded or RolloutEvent.TaskOverdue
        or RolloutEvent.IncidentOpened or RolloutEvent.IncidentResolved or RolloutEvent.Reported or RolloutEvent.ValueReported or RolloutEvent.AlertChanged);

    private static bool IsAbout(RolloutEvent happened, string gate)
    {
        var key = happened switch
        {
            RolloutEvent.VerdictChanged changed => changed.Key,
            RolloutEvent.GateOpened opened => opened.Gate,
            RolloutEvent.GateStreakChanged streak => streak.Gate,
            RolloutEvent.GatePassed passed => passed.Gate,
            RolloutEvent.GateFailed failed => failed.Gate,
            RolloutEvent.ReviewHeld review => review.Gate,
            RolloutEvent.MitigationAccepted mitigation => mitigation.Gate,
            RolloutEvent.ApprovalRequested request => request.Request,
            RolloutEvent.ApprovalGiven given => given.Request,
            RolloutEvent.ApprovalRejected rejected => rejected.Request,
            RolloutEvent.ApprovalVoided voided => voided.Request,
            RolloutEvent.ApprovalEscalated escalated => escalated.Request,
            RolloutEvent.ApprovalExtended extended => extended.Request,
            _ => null,
        };
        return key is not null && key.StartsWith(gate, StringComparison.Ordinal) && (key.Length == gate.Length || key[gate.Length] is '#' or '/' or ' ');
    }
}
