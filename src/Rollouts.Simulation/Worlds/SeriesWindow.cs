namespace Rollouts.Simulation;

/// <summary>What a source would answer over a window of a series: the arithmetic of the real ones, on values that are known at every instant.</summary>
/// <remarks>
/// A counter adds up what happened in the window; a gauge takes its last, highest, lowest or average level, and is no data once nobody
/// writes it any more; of a ratio or a histogram nothing is known while nothing was counted; a ratio weighs its shares by traffic; a percentile (of a
/// histogram, or a duration that the source computes itself) is that of all samples of the window together; any other computed value is the mean.
/// </remarks>
internal static class SeriesWindow
{
    public static Reading Read(Metric metric, Series series, ReadingKey key, DateTimeOffset from, DateTimeOffset at)
    {
        if (series.At(at) is { Kind: SegmentKind.Error }) return Reading.Failed(key, at, $"{metric.Name} cannot be read") with { From = from };
        var stretches = series.Over(from, at).Where(stretch => stretch.Segment.Kind is SegmentKind.Level or SegmentKind.Rate).ToArray();
        if (stretches.Length == 0 || (metric.Measure == Measure.Gauge && series.At(at) is { Kind: SegmentKind.Gone })) return new(key, at, from, null, 0, null, null, "", null, "the source has nothing for this time");
        var samples = Samples(stretches);
        if (samples <= 0 && metric.Measure is Measure.Ratio or Measure.Histogram)
            return new(key, at, from, null, 0, metric.Measure == Measure.Ratio ? 0 : null, metric.Measure == Measure.Ratio ? 0 : null, "", null, "nothing was counted");
        var value = metric.Measure switch
        {
            Measure.Counter => Counted(series, stretches, from, at),
            Measure.Gauge => Level(metric.Aggregate, stretches),
            Measure.Histogram => Percentile.Of(metric.Quantile ?? Percentile.Usual, stretches),
            Measure.Computed when metric.Unit == Unit.Duration => Percentile.Of(Percentile.Usual, stretches),
            _ => Level(Aggregate.Average, stretches),
        };
        return metric.Measure == Measure.Ratio
            ? new(key, at, from, value, samples, value * samples, samples, "", null)
            : new(key, at, from, value, samples, null, null, "", null);
    }

    private static double Counted(Series series, (Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches, DateTimeOffset from, DateTimeOffset at)
    {
        var happened = series.Occurrences.Where(occurrence => occurrence.At > from && occurrence.At <= at).Sum(occurrence => occurrence.Count);
        var passed = stretches.Where(stretch => stretch.Segment.Kind == SegmentKind.Rate)
            .Sum(stretch => stretch.Segment.Mean(stretch.From, stretch.Until) * (stretch.Until - stretch.From).TotalSeconds);
        var last = stretches[^1];
        return Math.Floor(passed + 1e-6) + happened + (last.Segment.Kind == SegmentKind.Level ? last.Segment.At(last.Until) : 0);
    }

    private static double Level(Aggregate aggregate, (Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches) => aggregate switch
    {
        Aggregate.Last => stretches[^1].Segment.At(stretches[^1].Until),
        Aggregate.Max => stretches.Max(stretch => stretch.Segment.Highest(stretch.From, stretch.Until)),
        Aggregate.Min => stretches.Min(stretch => stretch.Segment.Lowest(stretch.From, stretch.Until)),
        Aggregate.Average => Mean(stretches),
        _ => throw new InvalidOperationException($"unknown aggregate {aggregate}"),
    };

    private static double Mean((Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches)
    {
        if (stretches.Length == 1) return stretches[0].Segment.Mean(stretches[0].From, stretches[0].Until);
        var (sum, weights) = (0d, 0d);
        foreach (var (segment, from, until) in stretches)
        {
            var weight = segment.Sampling.Weight(until - from);
            (sum, weights) = (sum + segment.Mean(from, until) * weight, weights + weight);
        }

        return weights > 0 ? sum / weights : stretches[^1].Segment.At(stretches[^1].Until);
    }

    private static double Samples((Segment Segment, DateTimeOffset From, DateTimeOffset Until)[] stretches)
    {
        var last = stretches[^1];
        if (last.Segment.Sampling.Per is null) return last.Segment.Sampling.Count;
        return Math.Floor(stretches.Where(stretch => stretch.Segment.Sampling.Per is not null).Sum(stretch => stretch.Segment.Sampling.Over(stretch.Until - stretch.From)) + 1e-6);
    }
}
