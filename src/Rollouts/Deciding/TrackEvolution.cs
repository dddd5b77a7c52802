namespace Rollouts;

/// <summary>How positions and clocks follow from events.</summary>
internal static class TrackEvolution
{
    public static RolloutState Evolve(RolloutState state, RolloutEvent happened) => happened switch
    {
        RolloutEvent.PhaseEntered e => state with
        {
            Stage = RolloutStage.Running,
            Main = state.Main with
            {
                Phase = e.Phase, Step = 0, Attempt = e.Attempt, Stage = TrackStage.Entering, AttemptBegan = state.At,
                PhaseClock = null, StepClock = null, Promoted = false, Overdue = false,
            },
        },
        RolloutEvent.StepEntered e => state with
        {
            Main = state.Main with { Phase = e.Phase, Step = e.Step, Stage = TrackStage.Applying, StepClock = null, Promoted = false },
        },
        RolloutEvent.StepStarted => state with
        {
            Main = state.Main with
            {
                Stage = TrackStage.Running,
                StepClock = Running(state, Clock.StartedAt(state.At)),
                PhaseClock = state.Main.PhaseClock ?? Running(state, Clock.StartedAt(state.At)),
                AttemptBegan = state.Main.PhaseClock is null ? state.At : state.Main.AttemptBegan,
            },
        },
        RolloutEvent.PhaseOverdue => state with { Main = state.Main with { Overdue = true } },
        RolloutEvent.Promoted => state with { Main = state.Main with { Promoted = true } },
        RolloutEvent.MemberAdmitted e => state with
        {
            Members = state.Members.SetItem(e.Member, new(
                e.Member, e.Phase, 0, e.Attempt, true, state.At, Running(state, Clock.StartedAt(state.At)), Running(state, Clock.StartedAt(state.At)), false, null)),
        },
        RolloutEvent.MemberStepEntered e => state with
        {
            Members = state.Members.SetItem(e.Member, state.Members[e.Member] with { Step = e.Step, Clock = Running(state, Clock.StartedAt(state.At)) }),
        },
        RolloutEvent.MemberWithdrawn e => state with
        {
            Members = state.Members.SetItem(e.Member, state.Members[e.Member] with
            {
                In = false, Alone = e.Alone,
                Admitted = state.Members[e.Member].Admitted.Stop(state.At), Clock = state.Members[e.Member].Clock.Stop(state.At),
            }),
        },
        _ => throw new InvalidOperationException($"no rule folds {happened.GetType().Name}"),
    };

    private static Clock Running(RolloutState state, Clock clock) => state.Holds.IsEmpty ? clock : clock.Stop(state.At);
}
