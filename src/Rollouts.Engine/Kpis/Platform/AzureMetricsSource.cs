using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Metrics of an Azure resource (option <c>resource</c>): totals of counters and of the parts of ratios, levels of gauges.</summary>
/// <remarks>
/// Queries are as in <see cref="PlatformQuery"/>. A grain without samples is left out, never taken for zero; a total of zero is no data, because the
/// service gives it also where nothing was measured. The metric's <c>empty</c> says when it is zero. An average is that of all samples, not of grains.
/// </remarks>
public sealed class AzureMetricsSource(IPlatformMetrics client) : IKpiSource
{
    public string Kind => "azure-metrics";

    public async Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation) =>
        [.. await Task.WhenAll(questions.Select(question => AnswerAsync(source, question, new(question, now), cancellation)))];

    private async Task<Reading> AnswerAsync(MetricSource source, KpiQuestion question, WindowReading reading, CancellationToken cancellation)
    {
        var metric = question.Metric;
        try
        {
            var resource = source.Options.GetValueOrDefault("resource") ?? throw new FormatException($"the source '{source.Name}' must name a resource");
            switch (metric.Measure)
            {
                case Measure.Counter:
                    var total = Total(await AskAsync(QueryParts.Value(metric)));
                    return total is { } counted ? reading.Of(counted, counted, reading.Window.From) : reading.NoData("nothing was counted");
                case Measure.Ratio:
                    var parts = await Task.WhenAll(AskAsync(QueryParts.Numerator(metric)), AskAsync(QueryParts.Denominator(metric)));
                    // Where the whole was measured, a part that was not is nothing of it.
                    return reading.Ratio(Total(parts[0]) ?? (Total(parts[1]) is null ? null : 0), Total(parts[1]), reading.Window.From);
                case Measure.Gauge:
                    return Level(metric, await AskAsync(QueryParts.Value(metric)), reading);
                default:
                    throw new FormatException($"the metric '{metric.Name}' cannot come from metrics of a resource: it must be a counter, gauge or ratio");
            }

            Task<ImmutableArray<PlatformValue>> AskAsync(string template) =>
                client.QueryAsync(PlatformQuery.Of(resource, metric, template, question.Wanted.Key, reading.Window), cancellation);
        }
        catch (Exception e) when (e is OutboundException or FormatException)
        {
            return reading.Failed(e.Message);
        }
    }

    private static double? Total(ImmutableArray<PlatformValue> values) => values.Sum(value => Finite(value.Total)) is { } total and > 0 ? total : null;

    private static Reading Level(Metric metric, ImmutableArray<PlatformValue> values, WindowReading reading)
    {
        var measured = values.Where(value => value.Count is > 0 || (value.Count is null && Finite(value.Average) is not null)).ToList();
        if (measured.Count == 0) return reading.NoData("nothing was measured");
        var samples = measured.Sum(value => value.Count ?? 1);
        double? level = metric.Aggregate switch
        {
            Aggregate.Max => measured.Max(value => Finite(value.Maximum)),
            Aggregate.Min => measured.Min(value => Finite(value.Minimum)),
            Aggregate.Average => measured.Sum(value => Finite(value.Average) * (value.Count ?? 1)) / samples,
            _ => Finite(measured[^1].Average),
        };
        return level is { } known ? reading.Of(known, samples, measured[0].At) : reading.NoData("nothing was measured");
    }

    private static double? Finite(double? number) => number is { } known && double.IsFinite(known) ? known : null;
}
