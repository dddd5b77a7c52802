using System.Collections.Immutable;

namespace Rollouts;

/// <summary>How readings over a window come about; decides which arithmetic is allowed.</summary>
public enum Measure
{
    /// <summary>A counter: its increase over the window.</summary>
    Counter,

    /// <summary>A level sampled over time: aggregated over the window as <see cref="Metric.Aggregate"/> says.</summary>
    Gauge,

    /// <summary>Buckets of a distribution: their increase over the window, then a quantile.</summary>
    Histogram,

    /// <summary>Two counters: the increase of one over the increase of the other. Never an average of ratios.</summary>
    Ratio,

    /// <summary>The source computes the value over the whole window itself.</summary>
    Computed,

    /// <summary>People or systems report the value.</summary>
    Reported,
}

/// <summary>How the samples of a gauge become one value.</summary>
public enum Aggregate
{
    Last,
    Max,
    Min,
    Average,
}

/// <summary>Which value of several is a quantile, where the values are known one by one. A histogram knows only its buckets.</summary>
public enum Ranking
{
    /// <summary>The smallest value that at least that share of all values does not exceed (nearest rank; Hyndman and Fan's first).</summary>
    Nearest,

    /// <summary>Between the two values around the rank <c>q × (n - 1)</c>, as spreadsheets and NumPy have it (Hyndman and Fan's seventh).</summary>
    Linear,
}

/// <summary>What no rows mean for a metric: no data unless the plan says zero while another metric shows that the system is alive.</summary>
public sealed record EmptyPolicy(string? ZeroWhileAlive)
{
    public static EmptyPolicy NoData { get; } = new((string?)null);
}

/// <summary>A KPI: a number or ratio with sample size, read over a window.</summary>
/// <param name="From">The name of the plan's source.</param>
/// <param name="Query">What to ask the source: one text under the empty name, or one per part (numerator, denominator).</param>
/// <param name="Numerator">For a ratio: the part above the line.</param>
/// <param name="Denominator">For a ratio: the part below the line, and the sample size.</param>
/// <param name="Quantile">For a histogram: 0 to 1, exclusive.</param>
/// <param name="AtLeast">The smallest sample size that counts; fewer is no data.</param>
/// <param name="ScopeLabel">The label that tells members or channels apart; null when the metric has none.</param>
/// <param name="Ranking">For a quantile of raw events: which definition is meant.</param>
public sealed record Metric(
    string Name,
    Unit Unit,
    Measure Measure,
    string From,
    ImmutableSortedDictionary<string, string> Query,
    string? Numerator,
    string? Denominator,
    double? Quantile,
    Aggregate Aggregate,
    double AtLeast,
    EmptyPolicy Empty,
    string? ScopeLabel,
    Ranking Ranking = Ranking.Nearest)
{
    /// <summary>True for a level as it was last seen: without a window it is the level of now, and one that was not seen lately is no data.</summary>
    public bool IsLevel => Measure == Measure.Gauge && Aggregate == Aggregate.Last;
}

/// <summary>Where metrics come from. The kinds are the adapters'; the core only names them.</summary>
public sealed record MetricSource(string Name, string Kind, ImmutableSortedDictionary<string, string> Options);
