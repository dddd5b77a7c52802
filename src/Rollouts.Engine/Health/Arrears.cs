using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Tells the log what a launch should have done by now and has not, once a round for as long as it lasts. Alert rules on the system's own health read it there.</summary>
public static class Arrears
{
    /// <summary>Short failures are what trying again is for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Taking back outranks everything.</summary>
    private static readonly TimeSpan PatienceWithWaysBack = TimeSpan.FromMinutes(2);

    public static void Tell(ILogger log, Drained launch, DateTimeOffset now)
    {
        TellOfEffects(log, launch.State, now);
        TellOfMetrics(log, launch.State, now);
    }

    private static void TellOfEffects(ILogger log, RolloutState state, DateTimeOffset now)
    {
        // Of those decided together, a write counts most.
        if (state.Pending.Values.MinBy(pending => (pending.Planned, pending.Effect is not Effect.Write)) is not { } oldest) return;
        var waits = now - oldest.Planned;
        var name = JsonName.Of(oldest.Effect);
        if (state.Returning.IsEmpty)
        {
            if (waits > Patience) log.EffectsWait(state.Rollout, state.Pending.Count, name, Span.Text(Whole(waits)));
        }
        else if (waits > PatienceWithWaysBack)
        {
            log.WayBackHeldUp(state.Rollout, state.Returning.Keys.Last(), name, Span.Text(Whole(waits)));
        }
    }

    /// <summary>A metric that cannot be read is in error for every criterion that asks it: one of them is enough to tell.</summary>
    private static void TellOfMetrics(ILogger log, RolloutState state, DateTimeOffset now)
    {
        if (state.IsFinished) return;
        var failing = state.Criteria.Values.Where(criterion => criterion.Line.Now == Verdict.Error && now - criterion.Since > Patience);
        foreach (var criterion in failing.DistinctBy(criterion => criterion.Line.Because, StringComparer.Ordinal))
            log.SourceFails(state.Rollout, criterion.Line.Rule, criterion.Line.Because);
    }

    private static TimeSpan Whole(TimeSpan waits) => TimeSpan.FromMinutes(Math.Floor(waits.TotalMinutes));
}
