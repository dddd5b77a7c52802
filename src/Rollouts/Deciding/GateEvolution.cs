namespace Rollouts;

/// <summary>How gates, reviews and approvals follow from events.</summary>
internal static class GateEvolution
{
    public static RolloutState Evolve(RolloutState state, RolloutEvent happened) => happened switch
    {
        RolloutEvent.GateOpened e => state with { Gates = state.Gates.SetItem(e.Gate, GateState.OpenedAt(state.At)) },
        RolloutEvent.GateStreakChanged e => With(state, e.Gate, gate => gate with { PassingSince = e.Passing ? state.At : null }),
        RolloutEvent.GatePassed e => With(state, e.Gate, gate => gate with { Passed = true, Approval = null }),
        RolloutEvent.GateFailed => state,
        RolloutEvent.ReviewHeld { WhileHeld: true } e => With(state, e.Gate, gate => gate with { LastReview = state.At, LastStatus = null, ReviewsBefore = 0, ReviewsPassed = 0 }),
        RolloutEvent.ReviewHeld { Decides: false } e => With(state, e.Gate, gate => gate with { LastLook = e.Status }) with
        {
            Reviews = state.Reviews.SetItem(e.Gate, state.At),
        },
        RolloutEvent.ReviewHeld e => With(state, e.Gate, gate => gate with
        {
            LastReview = state.At,
            LastStatus = e.Status,
            ReviewsBefore = Before(gate, e),
            ReviewsPassed = e.CountsOnly || GateState.IsPass(e.Status) ? Before(gate, e) + 1 : 0,
            Mitigations = gate.Mitigations.RemoveRange(e.Lines.Where(line => line.Verdict == Verdict.Met).Select(line => line.Key)),
        }),
        RolloutEvent.MitigationAccepted e => With(state, e.Gate,
            gate => gate with { Mitigations = gate.Mitigations.SetItem(e.Criterion, new(e.By, e.Reason, state.At)) }),
        RolloutEvent.ApprovalRequested e => With(state, e.Gate, gate => gate with
        {
            Approval = new(e.Request, e.Roles, e.Saw, state.At, e.Deadline, false, Sorted.Empty<Vote>()),
        }),
        RolloutEvent.ApprovalGiven e => WithRequest(state, e.Request,
            request => request with { Given = request.Given.SetItem(e.Role, new(e.By, e.Note, state.At) { For = e.For }) }),
        RolloutEvent.ApprovalExtended e => WithRequest(state, e.Request,
            request => request with { Deadline = e.Deadline, Extended = request.Extended + 1 }),
        RolloutEvent.ApprovalRejected e => WithRequest(state, e.Request, _ => null),
        RolloutEvent.ApprovalEscalated e => WithRequest(state, e.Request, request => request with { Escalated = true }),
        RolloutEvent.ApprovalVoided e => WithRequest(state, e.Request, _ => null),
        _ => throw new InvalidOperationException($"no rule folds {happened.GetType().Name}"),
    };

    private static int Before(GateState gate, RolloutEvent.ReviewHeld review) => review.Amends ? gate.ReviewsBefore : gate.ReviewsPassed;

    private static RolloutState With(RolloutState state, string gate, Func<GateState, GateState> change) =>
        state with { Gates = state.Gates.SetItem(gate, change(state.Gates[gate])) };

    private static RolloutState WithRequest(RolloutState state, string request, Func<ApprovalState, ApprovalState?> change)
    {
        var (key, gate) = state.Gates.First(gate => gate.Value.Approval?.Request == request);
        return state with { Gates = state.Gates.SetItem(key, gate with { Approval = change(gate.Approval!) }) };
    }
}
