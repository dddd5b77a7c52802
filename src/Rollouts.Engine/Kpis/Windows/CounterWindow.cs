using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>How much a counter rose.</summary>
/// <param name="From">The time of the sample it is counted from.</param>
public readonly record struct Increase(double Value, DateTimeOffset From);

/// <summary>A counter over a window: what was counted between the base and the last sample, nothing extrapolated.</summary>
public static class CounterWindow
{
    /// <summary>The increase, or null for no data. A counter that falls was reset and has counted up from zero since.</summary>
    /// <remarks>The edges are those of <see cref="KeptSamples"/>; two samples are needed.</remarks>
    public static Increase? IncreaseOver(KpiWindow window, ImmutableArray<Sample> samples)
    {
        var kept = KeptSamples.In(window, samples);
        if (!kept.CoversStart || !kept.CoversEnd) return null;
        ImmutableArray<Sample> counted = kept.Before is { } before ? [before, .. kept.Inside] : kept.Inside;
        if (counted.Length < 2) return null;

        var increase = 0.0;
        for (var i = 1; i < counted.Length; i++)
            increase += SinceReset(counted[i - 1].Value, counted[i].Value);
        // A counter that was not a number for a moment says nothing about what was counted.
        return double.IsNaN(increase) ? null : new(increase, counted[0].At);
    }

    /// <summary>What a counter rose by from one sample to the next.</summary>
    public static double SinceReset(double before, double after) => after >= before ? after - before : after;

    /// <summary>The increases of two counters over the same time; null unless both have one.</summary>
    /// <remarks>Where the one is known only from later on, both are counted from there: a ratio of two different windows is no ratio.</remarks>
    public static (Increase Numerator, Increase Denominator)? Both(
        KpiWindow window, ImmutableArray<Sample> numerator, ImmutableArray<Sample> denominator)
    {
        if (IncreaseOver(window, numerator) is not { } above || IncreaseOver(window, denominator) is not { } below) return null;
        if (above.From == below.From) return (above, below);

        var later = window with { From = above.From > below.From ? above.From : below.From };
        return IncreaseOver(later, numerator) is { } above2 && IncreaseOver(later, denominator) is { } below2 && above2.From == below2.From
            ? (above2, below2)
            : null;
    }
}
