namespace Ingestion.Counts;

/// <summary>Durations in seconds, counted in buckets. Not safe for several threads.</summary>
public sealed class Histogram
{
    /// <summary>Inclusive upper bounds; the last bucket, without a bound, follows them.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] counts = new long[Bounds.Count + 1];

    public double Sum { get; private set; }

    public long Count { get; private set; }

    public void Observe(double seconds)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && seconds > Bounds[bucket]) bucket++;
        counts[bucket]++;
        Sum += seconds;
        Count++;
    }

    /// <summary>For each bound, how many were at most that long.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative()
    {
        long total = 0;
        for (var i = 0; i < Bounds.Count; i++) yield return (Bounds[i], total += counts[i]);
    }
}
