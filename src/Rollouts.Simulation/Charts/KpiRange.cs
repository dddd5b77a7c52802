namespace Rollouts.Simulation;

/// <summary>What a chart of a KPI reaches from and to: zero, unless all lies far above it.</summary>
internal static class KpiRange
{
    private const double FarAboveZero = 0.7;

    public static (double Low, double High) Of(IReadOnlyCollection<double> values)
    {
        var (least, most) = (values.Min(), values.Max());
        var low = least > most * FarAboveZero ? least - (most - least) / 2 : Math.Min(0, least);
        return most > low ? (low, most) : (low, low + 1);
    }
}
