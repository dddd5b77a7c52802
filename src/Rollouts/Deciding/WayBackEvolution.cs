using System.Collections.Immutable;

namespace Rollouts;

/// <summary>How a way back moves the tracks. The exposure follows with the procedure's own events.</summary>
internal static class WayBackEvolution
{
    public static RolloutState Evolve(RolloutState state, RolloutEvent happened) => happened switch
    {
        RolloutEvent.WayBackBegun e => Begun(state, e) with
        {
            Returning = state.Returning.Add(e.Number, new(e.Number, state.Seq, e.Track, e.Target, e.Phase, e.Step, e.Cause, false)),
            WaysBack = state.OpenDrill is null ? state.WaysBack.Add(state.At) : state.WaysBack,
            WaysBackBegun = e.Number,
        },
        RolloutEvent.Fenced e => state with { Returning = state.Returning.SetItem(e.Number, state.Returning[e.Number] with { Fenced = true }) },
        RolloutEvent.WayBackEnded e => state with { Returning = state.Returning.Remove(e.Number) },
        _ => throw new InvalidOperationException($"no rule folds {happened.GetType().Name}"),
    };

    private static RolloutState Begun(RolloutState state, RolloutEvent.WayBackBegun e) => e.Track == Track.Main
        ? state with
        {
            Stage = state.Stage is RolloutStage.Watching ? RolloutStage.Running : state.Stage,
            Main = state.Main with
            {
                Phase = e.Phase, Step = e.Step, Attempt = state.Main.Attempt + 1, Stage = TrackStage.Returned,
                AttemptBegan = state.At, PhaseClock = null, StepClock = null, Promoted = false, Overdue = false,
            },
            Gates = state.Gates.ToImmutableSortedDictionary(gate => gate.Key, gate => gate.Value with { Approval = null }, StringComparer.Ordinal),
        }
        : state;
}
