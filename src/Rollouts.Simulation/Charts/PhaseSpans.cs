using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>Which phase was exposed when.</summary>
internal static class PhaseSpans
{
    public static ImmutableArray<PhaseSpan> Of(Plan plan, IEnumerable<Entry> journal, DateTimeOffset from, DateTimeOffset until)
    {
        var spans = ImmutableArray.CreateBuilder<PhaseSpan>();
        var (phase, since) = ("", from);
        foreach (var entry in journal)
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
