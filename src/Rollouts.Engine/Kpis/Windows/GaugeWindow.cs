using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A gauge as one value.</summary>
/// <param name="Samples">How many samples inside the window it stands on.</param>
public readonly record struct Level(double Value, int Samples, DateTimeOffset From);

/// <summary>A gauge over a window. A sample holds until the next.</summary>
public static class GaugeWindow
{
    /// <summary>The aggregate, or null for no data. The last level asks only that it is fresh; the others that the window is covered.</summary>
    /// <remarks>The level from before the window weighs in the average for as long as it held inside; the largest and smallest are of samples inside.</remarks>
    public static Level? Over(KpiWindow window, ImmutableArray<Sample> samples, Aggregate aggregate)
    {
        var kept = KeptSamples.In(window, samples);
        if (!kept.CoversEnd) return null;
        var inside = kept.Inside;
        if (aggregate == Aggregate.Last) return new(inside[^1].Value, inside.Length, inside[^1].At);
        if (!kept.CoversStart) return null;
        return aggregate switch
        {
            Aggregate.Max => new(inside.Max(sample => sample.Value), inside.Length, inside[0].At),
            Aggregate.Min => new(inside.Min(sample => sample.Value), inside.Length, inside[0].At),
            Aggregate.Average => Average(window, kept),
            _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate, "not an aggregate"),
        };
    }

    private static Level Average(KpiWindow window, KeptSamples kept)
    {
        var inside = kept.Inside;
        var from = kept.Before is null ? inside[0].At : window.From;
        var span = (window.Until - from).TotalSeconds;
        if (span <= 0) return new(inside[^1].Value, inside.Length, from);

        var area = kept.Before is { } before ? before.Value * (inside[0].At - from).TotalSeconds : 0;
        for (var i = 0; i < inside.Length; i++)
        {
            var end = i + 1 < inside.Length ? inside[i + 1].At : window.Until;
            area += inside[i].Value * (end - inside[i].At).TotalSeconds;
        }

        return new(area / span, inside.Length, from);
    }
}
