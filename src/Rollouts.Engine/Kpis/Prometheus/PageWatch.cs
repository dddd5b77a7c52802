using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What is kept of the series that a selector names.</summary>
internal enum Keeping
{
    /// <summary>The sum of counters.</summary>
    Sum,

    /// <summary>The sum of counters for each bucket bound.</summary>
    Buckets,

    /// <summary>The level of the one gauge.</summary>
    Level,
}

/// <summary>Series of a page that a metric needs samples of.</summary>
internal sealed record PageWatch(Keeping Keeping, Selector Selector)
{
    /// <summary>Equal for watches that keep the same samples.</summary>
    public string Key => $"{Keeping.ToString().ToLowerInvariant()} {Selector}";

    /// <summary>What a metric needs; one watch, or for a ratio numerator and denominator.</summary>
    /// <exception cref="FormatException">The query is no selector, or the measure is none that a text page can give.</exception>
    public static ImmutableArray<PageWatch> Of(Metric metric) => metric.Measure switch
    {
        Measure.Counter => [new(Keeping.Sum, Selector.Parse(QueryParts.Value(metric)))],
        Measure.Gauge => [new(Keeping.Level, Selector.Parse(QueryParts.Value(metric)))],
        Measure.Histogram => [new(Keeping.Buckets, BucketsOf(Selector.Parse(QueryParts.Value(metric))))],
        Measure.Ratio =>
        [
            new(Keeping.Sum, Selector.Parse(QueryParts.Numerator(metric))),
            new(Keeping.Sum, Selector.Parse(QueryParts.Denominator(metric))),
        ],
        _ => throw new FormatException(
            $"the metric '{metric.Name}' cannot come from a text page, which computes nothing: it must be a counter, gauge, histogram or ratio"),
    };

    /// <summary>The watches of one scope.</summary>
    /// <exception cref="FormatException">A scope is asked of a metric without scope label.</exception>
    public static ImmutableArray<PageWatch> Of(Metric metric, string scope)
    {
        var watches = Of(metric);
        if (scope is "" or ReadingKey.Baseline) return watches;
        if (metric.ScopeLabel is not { } label) throw new FormatException($"the metric '{metric.Name}' has no scope label to read '{scope}' by");
        return [.. watches.Select(watch => watch with { Selector = watch.Selector.With(label, scope) })];
    }

    private static Selector BucketsOf(Selector selector) =>
        (selector.Name.EndsWith("_bucket", StringComparison.Ordinal) ? selector : selector with { Name = selector.Name + "_bucket" }).Without("le");
}
