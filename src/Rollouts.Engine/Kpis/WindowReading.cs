using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Readings computed from kept samples: the one place where a measure meets its arithmetic.</summary>
public sealed class WindowReading
{
    private const string NotCovered = "the kept samples do not cover the window";

    private readonly KpiQuestion question;
    private readonly DateTimeOffset now;

    public WindowReading(KpiQuestion question, DateTimeOffset now)
    {
        this.question = question;
        this.now = now;
        Window = KpiWindow.Of(question.Wanted, now);
    }

    public KpiWindow Window { get; }

    /// <summary>False for a baseline, which the present says nothing about.</summary>
    public bool EndsNow => Window.Until == now;

    /// <summary>The increase; it is its own sample size, being the number of things counted.</summary>
    public Reading Counter(ImmutableArray<Sample> samples) =>
        CounterWindow.IncreaseOver(Window, samples) is { } increase ? Of(increase.Value, increase.Value, increase.From) : NoData(NotCovered);

    public Reading Gauge(ImmutableArray<Sample> samples) =>
        GaugeWindow.Over(Window, samples, question.Metric.Aggregate) is { } level ? Of(level.Value, level.Samples, level.From) : NoData(NotCovered);

    /// <summary>Two counters; where only the denominator is known the reading says so.</summary>
    public Reading Ratio(ImmutableArray<Sample> numerator, ImmutableArray<Sample> denominator) =>
        CounterWindow.Both(Window, numerator, denominator) is var (above, below) ? Ratio(above.Value, below.Value, below.From)
        : CounterWindow.IncreaseOver(Window, denominator) is { } alone ? Ratio(null, alone.Value, alone.From) with { Note = NotCovered }
        : NoData(NotCovered);

    /// <summary>A ratio of two increases. A missing part leaves no data, and so does a denominator that did not rise.</summary>
    public Reading Ratio(double? numerator, double? denominator, DateTimeOffset from)
    {
        var value = denominator > 0 ? numerator / denominator : null;
        return Of(value, value is null ? 0 : denominator!.Value, from) with
        {
            Numerator = numerator,
            Denominator = denominator,
            Note = value is not null ? null
                : denominator is null ? "there is no denominator"
                : numerator is null ? "there is no numerator"
                : "nothing was counted below the line",
        };
    }

    /// <summary>The quantile over the increases of the buckets; buckets seen over another time than the one without bound are left out.</summary>
    /// <exception cref="FormatException">The metric names no quantile.</exception>
    public Reading Histogram(IReadOnlyList<(double UpperBound, ImmutableArray<Sample> Samples)> buckets)
    {
        var quantile = QuantileOf(question.Metric);
        var increases = buckets
            .Select(bucket => (bucket.UpperBound, Increase: CounterWindow.IncreaseOver(Window, bucket.Samples)))
            .Where(bucket => bucket.Increase is not null)
            .Select(bucket => (bucket.UpperBound, Increase: bucket.Increase!.Value))
            .ToArray();
        var all = increases.FirstOrDefault(bucket => double.IsPositiveInfinity(bucket.UpperBound));
        if (all.UpperBound == 0) return NoData(NotCovered);
        var value = HistogramQuantile.Of(
            quantile,
            increases.Where(bucket => bucket.Increase.From == all.Increase.From).Select(bucket => new Bucket(bucket.UpperBound, bucket.Increase.Value)));
        return Of(value, all.Increase.Value, all.Increase.From);
    }

    public Reading Of(double? value, double samples, DateTimeOffset from) =>
        new(question.Wanted.Key, now, from, value, samples, null, null, QueryHash.Of(question.Metric), null);

    public Reading NoData(string? note = null) => Of(null, 0, Window.From) with { Note = note };

    public Reading Failed(string error) => NoData() with { Error = error };

    public static double QuantileOf(Metric metric) =>
        metric.Quantile is > 0 and < 1
            ? metric.Quantile.Value
            : throw new FormatException($"the metric '{metric.Name}' needs a quantile above 0 and below 1");
}
