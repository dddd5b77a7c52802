namespace Rollouts.Simulation;

internal enum SegmentKind
{
    /// <summary>A level: what a reading says.</summary>
    Level,

    /// <summary>So much per time: what a reading counts depends on its window.</summary>
    Rate,

    /// <summary>No data.</summary>
    Gone,

    /// <summary>The source fails.</summary>
    Error,
}

/// <summary>What a metric does from a time on: steady, or from one value to another over a while.</summary>
/// <param name="Start">The value at <paramref name="From"/>; of a rate, per second.</param>
/// <param name="End">The value after <paramref name="Ramp"/>, and from then on.</param>
/// <param name="Sampling">How many samples stand behind a reading.</param>
internal sealed record Segment(DateTimeOffset From, SegmentKind Kind, double Start, double End, TimeSpan Ramp, Sampling Sampling)
{
    public double At(DateTimeOffset time) =>
        time >= From + Ramp ? End : time <= From ? Start : Start + (End - Start) * ((time - From) / Ramp);

    /// <summary>The mean over a stretch of time within the segment.</summary>
    public double Mean(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from) return At(from);
        var bend = From + Ramp;
        if (bend <= from || bend >= until) return (At(from) + At(until)) / 2;
        return ((At(from) + At(bend)) / 2 * (bend - from).TotalSeconds + End * (until - bend).TotalSeconds) / (until - from).TotalSeconds;
    }

    public double Highest(DateTimeOffset from, DateTimeOffset until) => Math.Max(At(from), At(until));

    public double Lowest(DateTimeOffset from, DateTimeOffset until) => Math.Min(At(from), At(until));
}

/// <summary>The sample size: so many at every reading, or so many per time.</summary>
/// <param name="Per">Null for at every reading.</param>
internal readonly record struct Sampling(double Count, TimeSpan? Per)
{
    public static Sampling Plenty { get; } = new(10_000, null);

    public double Over(TimeSpan time) => Per is { } per ? Count * (time / per) : Count;

    /// <summary>The weight of a stretch of time: its traffic, or its length where traffic is not told.</summary>
    public double Weight(TimeSpan time) => Per is { } per ? Count * (time / per) : time.TotalSeconds;
}
