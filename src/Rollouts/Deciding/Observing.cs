using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Keeps the journal's picture of the criteria complete: an hourly digest, and gaps noticed.</summary>
internal static class Observing
{
    public static readonly TimeSpan DigestEvery = TimeSpan.FromHours(1);

    /// <summary>Nothing was observed for too long: what must hold without a break begins anew.</summary>
    public static void NoticeGap(Turn turn)
    {
        if (turn.Input is not Input.Evaluate || turn.State.LastDigest is not { } last) return;
        if (turn.Now - last > DigestEvery + turn.Plan.Observe * 3) turn.Add(new RolloutEvent.ObservationBroken(last));
    }

    public static void TakeDigest(Turn turn)
    {
        if (turn.Input is not Input.Evaluate || turn.State.IsFinished || turn.State.LastDigest is not { } last) return;
        if (turn.Now - last < DigestEvery) return;
        var lines = turn.Judged.ToImmutableSortedDictionary(line => line.Key, line => line.Value, StringComparer.Ordinal);
        turn.Add(new RolloutEvent.DigestTaken(lines));
    }
}
