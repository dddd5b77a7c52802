namespace Rollouts.Simulation;

/// <summary>Says until when the world answers the same, as far as any rule can tell: so weeks in which nothing happens need not be asked every minute.</summary>
/// <remarks>
/// A reading stays on its side of every limit while the series neither bends nor begins anew, nothing that was counted leaves the window, and all values that the window holds
/// lie on one side of each limit. What is not known to be so is asked again.
/// </remarks>
internal static class Steadiness
{
    /// <summary>When a series bends next; <paramref name="now"/> while it goes from one value to another.</summary>
    public static DateTimeOffset NextChange(Series series, DateTimeOffset now)
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var segment in series.Segments)
        {
            if (segment.From > now && segment.From < next) next = segment.From;
            if (segment.From <= now && segment.From + segment.Ramp > now) return now;
        }

        foreach (var occurrence in series.Occurrences)
            if (occurrence.At > now && occurrence.At < next) next = occurrence.At;
        return next;
    }

    /// <summary>Until when a reading stays where it is; <paramref name="now"/> when that is not known.</summary>
    /// <param name="limits">What the plan holds against the metric, in order; null when it is held against another metric, and every change counts.</param>
    public static DateTimeOffset Of(Metric metric, Series series, Reading reading, TimeSpan? over, DateTimeOffset now, double[]? limits)
    {
        var stretches = series.Over(reading.From, now).ToArray();
        if (stretches.Length == 0) return DateTimeOffset.MaxValue;
        if (stretches.Any(stretch => stretch.Segment.Kind is SegmentKind.Error)) return now;
        if (stretches.Any(stretch => stretch.Segment.Sampling.Per is not null) && (stretches.Length > 1 || reading.Samples < metric.AtLeast || reading.Value is null)) return now;
        return metric.Measure == Measure.Counter ? Counted(series, reading, stretches, over, now, limits) : Levelled(stretches, now, limits);
    }

    private static DateTimeOffset Levelled((Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches, DateTimeOffset now, double[]? limits)
    {
        var levels = stretches.Where(stretch => stretch.Segment.Kind == SegmentKind.Level).ToArray();
        if (levels.Length < stretches.Length && levels.Length > 0) return now;
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var (segment, from, until) in levels) (low, high) = (Math.Min(low, segment.Lowest(from, until)), Math.Max(high, segment.Highest(from, until)));
        return low >= high || (limits is not null && limits.All(limit => low.CompareTo(limit) == high.CompareTo(limit))) ? DateTimeOffset.MaxValue : now;
    }

    private static DateTimeOffset Counted(
        Series series, Reading reading, (Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches, TimeSpan? over, DateTimeOffset now, double[]? limits)
    {
        if (stretches.Length > 1 || limits is null || reading.Value is not { } value) return now;
        var leaves = DateTimeOffset.MaxValue;
        if (over is { } window)
            foreach (var occurrence in series.Occurrences)
                if (occurrence.At > reading.From && occurrence.At <= now && occurrence.At + window < leaves) leaves = occurrence.At + window;
        var segment = stretches[0].Segment;
        if (segment.Kind != SegmentKind.Rate || segment.End <= 0) return leaves;
        if (over is not null) return stretches[0].From - segment.From >= TimeSpan.Zero && reading.From >= segment.From ? leaves : now;
        var above = limits.Where(limit => limit >= value).Select(limit => (double?)limit).FirstOrDefault();
        return above is not { } next ? leaves : Earlier(leaves, now + TimeSpan.FromSeconds(Math.Max(0, next - value - 1) / segment.End));
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
