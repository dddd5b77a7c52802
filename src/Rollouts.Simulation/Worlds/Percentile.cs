namespace Rollouts.Simulation;

/// <summary>A percentile over a window in which it was not the same all the time: percentiles are never averaged, so it is that of all samples together.</summary>
/// <remarks>
/// What is known of each stretch is its percentile v alone; the samples around it are taken to lie as waiting times do, a share of (1 - q)^(x / v) above x.
/// The answer is the x above which the share 1 - q of all lies: between the lowest and the highest v, nearer to the highest than the mean is.
/// </remarks>
internal static class Percentile
{
    /// <summary>What a duration that a source computes is taken to be where the plan does not say.</summary>
    public const double Usual = 0.9;

    private const int Halvings = 60;

    public static double Of(double quantile, (Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches)
    {
        (double Value, double Weight)[] parts =
            [.. stretches.Select(stretch => (stretch.Segment.Mean(stretch.From, stretch.Until), stretch.Segment.Sampling.Weight(stretch.Until - stretch.From)))];
        var all = parts.Sum(part => part.Weight);
        if (all <= 0) return parts[^1].Value;
        var (low, high) = (parts.Min(part => part.Value), parts.Max(part => part.Value));
        if (low <= 0) return high;
        for (var i = 0; i < Halvings && high - low > high * 1e-9; i++)
        {
            var middle = (low + high) / 2;
            var above = parts.Sum(part => part.Weight * Math.Pow(1 - quantile, middle / part.Value)) / all;
            if (above > 1 - quantile) low = middle;
            else high = middle;
        }

        return high;
    }
}
