using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>A server with the Prometheus query API (option <c>url</c>): it computes over the whole window itself.</summary>
/// <remarks>
/// Queries are PromQL with the places of <see cref="PrometheusQuery"/>. A histogram's query either gives its buckets by <c>le</c>, from which the quantile
/// and the sample size come, or the quantile. A part <c>samples</c> gives the sample size of a value; without it a counter's is its value, and another's 1.
/// </remarks>
public sealed class PrometheusSource(OutboundHttp http) : IKpiSource
{
    public string Kind => "prometheus";

    public Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation) =>
        Asked.AllAsync(questions, now, () => new PrometheusCalls(SourceUrl.Of(source), http, cancellation), RatioAsync, ValueAsync);

    private static async Task<Reading> RatioAsync(PrometheusCalls calls, KpiQuestion question, WindowReading reading)
    {
        var query = Fill(question, reading, QueryParts.Numerator(question.Metric));
        var above = calls.AskAsync(query);
        var below = calls.AskAsync(Fill(question, reading, QueryParts.Denominator(question.Metric)));
        await Task.WhenAll(above, below);
        var answer = reading.Ratio(Finite((await above).Single()), Finite((await below).Single()), query.From);
        return answer with { Note = Notes(await above, await below) ?? answer.Note };
    }

    private static async Task<Reading> ValueAsync(PrometheusCalls calls, KpiQuestion question, WindowReading reading)
    {
        var metric = question.Metric;
        var query = Fill(question, reading, QueryParts.Value(metric));
        var answer = await calls.AskAsync(query);
        if (metric.Measure == Measure.Histogram && answer.Series.Any(series => series.Labels.ContainsKey("le")))
            return Histogram(metric, answer, reading.NoData(answer.Note) with { From = query.From });

        var value = answer.Single();
        if (Finite(value) is not { } number)
        {
            var given = value?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
            return reading.NoData(answer.Note ?? $"the query gives {given}") with { From = query.From };
        }

        if (QueryParts.Samples(metric) is not { } samples)
            return reading.Of(number, metric.Measure == Measure.Counter ? number : 1, query.From) with { Note = answer.Note };
        var counted = await calls.AskAsync(Fill(question, reading, samples));
        return reading.Of(number, Finite(counted.Single()) ?? 0, query.From) with { Note = Notes(answer, counted) };
    }

    private static Reading Histogram(Metric metric, PrometheusAnswer answer, Reading nothing)
    {
        var buckets = ImmutableArray.CreateBuilder<Bucket>();
        foreach (var series in answer.Series)
        {
            if (series.Labels.Count != 1)
                throw new FormatException($"the buckets have more labels than le, for instance {series}; add them up with sum by (le)");
            if (Finite(series.Value) is { } count) buckets.Add(new(BucketBound.Parse(series.Labels["le"]), count));
        }

        var observations = buckets.FirstOrDefault(bucket => double.IsPositiveInfinity(bucket.UpperBound)).Count;
        return nothing with { Value = HistogramQuantile.Of(WindowReading.QuantileOf(metric), buckets), Samples = observations };
    }

    private static PrometheusQuery Fill(KpiQuestion question, WindowReading reading, string template) =>
        PrometheusQuery.Of(question.Metric, template, question.Wanted.Key, reading.Window);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string? Notes(PrometheusAnswer one, PrometheusAnswer other) =>
        (one with { Warnings = [.. one.Warnings.Union(other.Warnings)] }).Note;
}
