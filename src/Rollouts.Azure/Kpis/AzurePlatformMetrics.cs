using System.Collections.Immutable;
using Azure.Monitor.Query;
using Azure.Monitor.Query.Models;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Asks Azure Monitor for metrics of a resource. The one file to change for what succeeds Azure.Monitor.Query.</summary>
public sealed class AzurePlatformMetrics(MetricsQueryClient client) : IPlatformMetrics
{
    private static readonly ImmutableArray<MetricAggregationType> Aggregations =
        [MetricAggregationType.Total, MetricAggregationType.Count, MetricAggregationType.Average, MetricAggregationType.Minimum, MetricAggregationType.Maximum];

    public Task<ImmutableArray<PlatformValue>> QueryAsync(PlatformQuestion question, CancellationToken cancellation) =>
        MonitorFault.GuardAsync("Azure Monitor", async () =>
        {
            var options = new MetricsQueryOptions
            {
                TimeRange = new QueryTimeRange(question.Window.From, question.Window.Until), Granularity = question.Grain,
                MetricNamespace = question.Namespace, Filter = question.Filter,
            };
            foreach (var aggregation in Aggregations) options.Aggregations.Add(aggregation);
            var answer = await client.QueryResourceAsync(question.Resource, [question.Metric], options, cancellation);
            return ValuesOf(answer.Value.GetMetricByName(question.Metric));
        }, cancellation);

    private static ImmutableArray<PlatformValue> ValuesOf(MetricResult metric)
    {
        if (metric.Error is { Code: not (null or "Success") } error) throw new OutboundException($"Azure Monitor answered {error.Code} for {metric.Name}");
        if (metric.TimeSeries.Count > 1)
            throw new FormatException($"{metric.TimeSeries.Count} series of {metric.Name} answer, and a query must give one: filter by one value of each dimension");
        return metric.TimeSeries is [var series]
            ? [.. series.Values.OrderBy(value => value.TimeStamp)
                .Select(value => new PlatformValue(value.TimeStamp, value.Total, value.Count, value.Average, value.Minimum, value.Maximum))]
            : [];
    }
}
