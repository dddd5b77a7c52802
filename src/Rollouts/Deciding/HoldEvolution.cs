using System.Collections.Immutable;

namespace Rollouts;

/// <summary>How holds stop and start the clocks.</summary>
internal static class HoldEvolution
{
    public static RolloutState Evolve(RolloutState state, RolloutEvent happened) => happened switch
    {
        RolloutEvent.HoldPlaced e => Stopped(state) with
        {
            Holds = state.Holds.SetItem(e.Hold, new(e.Hold, e.Kind, e.Cause, state.At, e.ResumeGate, null)),
            Pauses = e.Kind == HoldKind.Paused ? state.Pauses.Add(state.At) : state.Pauses,
            Gates = Evolution.WithoutStreaks(state),
        },
        RolloutEvent.ResumeAsked e => state with { Holds = state.Holds.SetItem(e.Hold, state.Holds[e.Hold] with { AskedBy = e.By }) },
        RolloutEvent.HoldLifted e => Lifted(state with { Holds = state.Holds.Remove(e.Hold) }),
        _ => throw new InvalidOperationException($"no rule folds {happened.GetType().Name}"),
    };

    private static RolloutState Stopped(RolloutState state) => WithClocks(state, clock => clock.Stop(state.At));

    private static RolloutState Lifted(RolloutState state) => state.Holds.IsEmpty ? WithClocks(state, clock => clock.Go(state.At)) with { WentOn = state.At } : state;

    private static RolloutState WithClocks(RolloutState state, Func<Clock, Clock> change) => state with
    {
        Main = state.Main with { PhaseClock = Change(state.Main.PhaseClock, change), StepClock = Change(state.Main.StepClock, change) },
        Members = state.Members.ToImmutableSortedDictionary(
            member => member.Key, member => member.Value.In
                ? member.Value with { Admitted = change(member.Value.Admitted), Clock = change(member.Value.Clock) }
                : member.Value, StringComparer.Ordinal),
    };

    private static Clock? Change(Clock? clock, Func<Clock, Clock> change) => clock is { } some ? change(some) : null;
}
