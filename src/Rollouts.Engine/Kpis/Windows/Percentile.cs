namespace Rollouts.Engine;

/// <summary>Quantiles of values that are known one by one.</summary>
/// <remarks>
/// There is no one definition; a plan names which it means. Nearest rank answers a question people ask ("do nine in ten see a result within five
/// seconds?"): the quantile is at most a limit exactly when that share of all values is.
/// </remarks>
public static class Percentile
{
    /// <summary>Products such as 0.07 × 100 come out a hair above the whole number that is meant.</summary>
    private const double Rounding = 1e-9;

    /// <param name="sorted">In rising order, not empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not above 0 and at most 1.</exception>
    public static double Of(Ranking ranking, double quantile, IReadOnlyList<double> sorted)
    {
        if (!(quantile is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "a quantile is above 0 and at most 1");
        return ranking switch
        {
            Ranking.Nearest => sorted[Math.Max(1, (int)Math.Ceiling(quantile * sorted.Count - Rounding)) - 1],
            Ranking.Linear => Between(sorted, quantile * (sorted.Count - 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(ranking), ranking, "not a definition"),
        };
    }

    private static double Between(IReadOnlyList<double> sorted, double rank)
    {
        var below = (int)Math.Floor(rank + Rounding);
        return below + 1 < sorted.Count ? sorted[below] + Math.Max(0, rank - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
