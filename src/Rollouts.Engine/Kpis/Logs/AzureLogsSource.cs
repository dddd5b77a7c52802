using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Logs of a Log Analytics workspace or of an Azure resource (option <c>workspace</c> or <c>resource</c>), asked in Kusto over the whole window.</summary>
/// <remarks>
/// A query gives one row: a column <c>value</c>, or just one column; for a ratio a column for each part, from one query or from one for each. The sample
/// size is a column <c>samples</c>, or a query of that name; without it a counter's is its value, and another's 1.
/// A count of nothing is no data: in logs it looks like logs that do not arrive. The metric's <c>empty</c> says when it is zero.
/// </remarks>
public sealed class AzureLogsSource(ILogsClient client) : IKpiSource
{
    private const string Samples = "samples";

    public string Kind => "azure-logs";

    public Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation) =>
        Asked.AllAsync(questions, now, () => new LogsCalls(client, LogsPlace.Of(source), cancellation), RatioAsync, ValueAsync);

    private static async Task<Reading> RatioAsync(LogsCalls calls, KpiQuestion question, WindowReading reading)
    {
        var metric = question.Metric;
        if (!metric.Query.ContainsKey(""))
        {
            var parts = await Task.WhenAll(
                RowAsync(calls, question, reading, QueryParts.Numerator(metric)), RowAsync(calls, question, reading, QueryParts.Denominator(metric)));
            return reading.Ratio(parts[0]?.Value, parts[1]?.Value, reading.Window.From);
        }

        var row = await RowAsync(calls, question, reading, QueryParts.Value(metric));
        return reading.Ratio(row?.Number(metric.Numerator ?? "numerator"), row?.Number(metric.Denominator ?? "denominator"), reading.Window.From);
    }

    private static async Task<Reading> ValueAsync(LogsCalls calls, KpiQuestion question, WindowReading reading)
    {
        var metric = question.Metric;
        var row = await RowAsync(calls, question, reading, QueryParts.Value(metric));
        if (row?.Value is not { } value) return reading.NoData(row is null ? "no rows answer" : "the query gives nothing");
        if (metric.Measure == Measure.Counter && value == 0) return reading.NoData("nothing was counted, which may also mean that no logs arrive");
        if (metric.Measure == Measure.Counter) return reading.Of(value, value, reading.Window.From);
        return reading.Of(value, await SamplesAsync(calls, question, reading, row), reading.Window.From);
    }

    private static async Task<double> SamplesAsync(LogsCalls calls, KpiQuestion question, WindowReading reading, LogsRow row)
    {
        if (QueryParts.Samples(question.Metric) is { } query) return (await RowAsync(calls, question, reading, query))?.Value ?? 0;
        return row.Has(Samples) ? row.Number(Samples) ?? 0 : 1;
    }

    private static async Task<LogsRow?> RowAsync(LogsCalls calls, KpiQuestion question, WindowReading reading, string template) =>
        LogsRow.Of(await calls.AskAsync(KustoQuery.Of(question.Metric, template, question.Wanted.Key, reading.Window), reading.Window));
}
