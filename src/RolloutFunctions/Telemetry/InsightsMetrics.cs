using System.Globalization;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace RolloutFunctions;

/// <summary>Metrics as they stand in <c>customMetrics</c> and <c>AppMetrics</c>: sums since the last export, distributions as sum, count, least and most, gauges as they are.</summary>
/// <remarks>A gauge that stands still is told seldom: told every minute, launches at rest would be most of the bill.</remarks>
internal sealed class InsightsMetrics(InsightsSender sender) : BaseExporter<Metric>
{
    private static readonly TimeSpan StandsStill = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (double Value, DateTimeOffset At)> told = new(StringComparer.Ordinal);

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var envelopes = new List<JsonObject>();
        foreach (var metric in batch)
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var properties = new JsonObject();
            foreach (var (name, value) in point.Tags) properties[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
            var one = ValueOf(metric, point);
            if (metric.MetricType is MetricType.LongGauge or MetricType.DoubleGauge && IsTold(metric.Name + properties.ToJsonString(), (double)one["value"]!, point.EndTime)) continue;
            one["name"] = metric.Name;
            envelopes.Add(sender.Envelope("Metric", point.EndTime.UtcDateTime, new() { ["metrics"] = new JsonArray(one), ["properties"] = properties }));
        }

        return sender.Send(envelopes) ? ExportResult.Success : ExportResult.Failure;
    }

    private bool IsTold(string series, double value, DateTimeOffset at)
    {
        if (told.TryGetValue(series, out var last) && last.Value.Equals(value) && at - last.At < StandsStill) return true;
        told[series] = (value, at);
        return false;
    }

    private static JsonObject ValueOf(Metric metric, in MetricPoint point)
    {
        if (metric.MetricType == MetricType.Histogram)
        {
            var one = new JsonObject { ["value"] = point.GetHistogramSum(), ["count"] = point.GetHistogramCount() };
            if (point.TryGetHistogramMinMaxValues(out var least, out var most)) (one["min"], one["max"]) = (least, most);
            return one;
        }

        double value = metric.MetricType switch
        {
            MetricType.LongSum => point.GetSumLong(),
            MetricType.DoubleSum => point.GetSumDouble(),
            MetricType.LongGauge => point.GetGaugeLastValueLong(),
            MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
            _ => throw new InvalidOperationException($"no metric is a {metric.MetricType}"),
        };
        return new() { ["value"] = value, ["count"] = 1, ["min"] = value, ["max"] = value };
    }
}
