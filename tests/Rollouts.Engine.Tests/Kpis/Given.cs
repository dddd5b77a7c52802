using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>Metrics, sources and questions, short enough to read in a test.</summary>
internal static class Given
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static ImmutableArray<Sample> Samples(params (double Seconds, double Value)[] samples) =>
        [.. samples.Select(sample => new Sample(At(sample.Seconds), sample.Value))];

    /// <summary>A trailing window, both ends in seconds.</summary>
    public static KpiWindow Trailing(double from, double until) => new(At(from), At(until), SinceStart: false);

    public static KpiWindow SinceStart(double from, double until) => new(At(from), At(until), SinceStart: true);

    public static Metric Metric(
        Measure measure,
        string query,
        string name = "uploads",
        Aggregate aggregate = Aggregate.Last,
        double? quantile = null,
        string? scopeLabel = null,
        string? zeroWhileAlive = null,
        string from = "app",
        string? samples = null)
    {
        var parts = Sorted.Empty<string>().Add("", query);
        if (samples is not null) parts = parts.Add("samples", samples);
        return new(name, Unit.Count, measure, from, parts, null, null, quantile, aggregate, 0, new(zeroWhileAlive), scopeLabel);
    }

    public static Metric Ratio(string numerator, string denominator, string? scopeLabel = null, string? zeroWhileAlive = null) => new(
        "error_rate", Unit.Ratio, Measure.Ratio, "app",
        Sorted.Empty<string>().Add("failed", numerator).Add("total", denominator),
        "failed", "total", null, Aggregate.Last, 0, new(zeroWhileAlive), scopeLabel);

    public static MetricSource Source(string kind, Uri url, string name = "app") =>
        new(name, kind, Sorted.Empty<string>().Add("url", url.ToString()));

    /// <summary>A question over the trailing seconds, asked at a time.</summary>
    public static KpiQuestion Over(this Metric metric, double seconds, double at, string scope = "") =>
        new(metric, new(new(metric.Name, TimeSpan.FromSeconds(seconds), scope), At(at - seconds)));

    public static KpiQuestion Since(this Metric metric, double began, string scope = "") =>
        new(metric, new(new(metric.Name, null, scope), At(began)));

    public static async Task<Reading> ReadOneAsync(this IKpiSource source, MetricSource from, KpiQuestion question, double at) =>
        Assert.Single(await source.ReadAsync(from, [question], At(at), CancellationToken.None));
}
