using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Observations at or below <paramref name="UpperBound"/>; cumulative.</summary>
public readonly record struct Bucket(double UpperBound, double Count);

/// <summary>A quantile estimated from cumulative buckets, as Prometheus' <c>histogram_quantile</c> defines it.</summary>
/// <remarks>
/// Linear inside the bucket that holds the rank; the lowest bucket begins at zero when its bound is above zero, and otherwise gives its
/// bound; a rank in the bucket without bound gives the highest bound there is.
/// </remarks>
public static class HistogramQuantile
{
    /// <summary>Counts that differ by less, relatively, differ by the rounding of sums alone.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The value, or null for no data: no observations, a count that is no number, no bucket <c>+Inf</c>, or no other one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not from 0 to 1.</exception>
    public static double? Of(double quantile, IEnumerable<Bucket> buckets)
    {
        if (!(quantile is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "a quantile is from 0 to 1");
        var rising = Rising(buckets);
        if (rising.Length < 2 || !double.IsPositiveInfinity(rising[^1].UpperBound)) return null;
        var observations = rising[^1].Count;
        if (!(observations > 0) || rising.Any(bucket => double.IsNaN(bucket.Count))) return null;

        var rank = quantile * observations;
        var holder = 0;
        while (holder < rising.Length - 1 && rising[holder].Count < rank) holder++;
        if (holder == rising.Length - 1) return rising[^2].UpperBound;
        if (holder == 0 && rising[0].UpperBound <= 0) return rising[0].UpperBound;

        var (start, below) = holder == 0 ? (0, 0) : (rising[holder - 1].UpperBound, rising[holder - 1].Count);
        var held = rising[holder].Count - below;
        // Only the rank 0 over an empty first bucket leaves nothing to divide; its lower end is the answer then.
        return held > 0 ? start + (rising[holder].UpperBound - start) * ((rank - below) / held) : start;
    }

    /// <summary>By bound, equal bounds added up, and never falling: a count below the one before it is a torn read and is lifted.</summary>
    private static ImmutableArray<Bucket> Rising(IEnumerable<Bucket> buckets)
    {
        var result = ImmutableArray.CreateBuilder<Bucket>();
        foreach (var bound in buckets.GroupBy(bucket => bucket.UpperBound).OrderBy(bound => bound.Key))
        {
            var count = bound.Sum(bucket => bucket.Count);
            if (result.Count > 0 && Falls(result[^1].Count, count)) count = result[^1].Count;
            result.Add(new(bound.Key, count));
        }

        return result.ToImmutable();
    }

    private static bool Falls(double before, double after) =>
        after < before || (after != before && Math.Abs(after - before) / (Math.Abs(after) + Math.Abs(before)) < Rounding);
}
