using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>Which phase was exposed when.</summary>
internal static class PhaseSpans
{
    public static ImmutableArray<PhaseSpan> Of(IEnumerable<DecidedEntry> history, DateTimeOffset from, DateTimeOffset until)
    {
        var spans = ImmutableArray.CreateBuilder<PhaseSpan>();
        var (phase, since) = ("", from);
        foreach (var (plan, entry, _) in history)
            foreach (var happened in entry.Events)
            {
                var next = happened switch
                {
                    RolloutEvent.StepStarted e => plan.Phases[e.Phase].Name,
                    RolloutEvent.WayBackBegun { Track: Track.Main } => "",
                    RolloutEvent.WatchBegun => "watch",
                    RolloutEvent.Finished => "",
                    _ => phase,
                };
                if (next == phase) continue;
                if (phase.Length > 0) spans.Add(new(phase, since, entry.Input.At));
                (phase, since) = (next, entry.Input.At);
            }

        if (phase.Length > 0) spans.Add(new(phase, since, until));
        return spans.ToImmutable();
    }
}
