using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Samples as rows of the table: a partition per series, the latest first, so that the last one before a window is the next row behind it.</summary>
public sealed class TableSamples(TableClient table) : ISampleStore
{
    private const int MostActions = 100;
    private const string Value = "Value";

    public Task AppendAsync(IReadOnlyList<(string Series, Sample Sample)> samples, CancellationToken cancellation) =>
        AzureFault.GuardAsync("could not keep samples", async () =>
        {
            var rows = samples.Select(one => RowOf(one.Series, one.Sample)).DistinctBy(row => (row.PartitionKey, row.RowKey)).GroupBy(row => row.PartitionKey, StringComparer.Ordinal);
            await Task.WhenAll(rows.SelectMany(series => series.Chunk(MostActions)).Select(part => AddAsync(part, cancellation)));
            return true;
        }, cancellation);

    public Task<ImmutableArray<Sample>> ReadAsync(string series, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        AzureFault.GuardAsync("could not read samples", async () =>
        {
            var (partition, last) = (PartitionOf(series), KeyOf(from));
            var found = new List<Sample>();
            var within = JournalRows.Range(partition, KeyOf(until), last + "~");
            await foreach (var row in table.QueryAsync<TableEntity>(within, cancellationToken: cancellation)) found.Add(SampleOf(row));
            var before = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {last}");
            await foreach (var page in table.QueryAsync<TableEntity>(before, maxPerPage: 1, cancellationToken: cancellation).AsPages().WithCancellation(cancellation))
            {
                if (page.Values.Count == 0) continue;
                found.Add(SampleOf(page.Values[0]));
                break;
            }

            found.Reverse();
            return found.ToImmutableArray();
        }, cancellation);

    /// <summary>All at once or, where one of them is there already, one by one: the first stays.</summary>
    private async Task AddAsync(TableEntity[] rows, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(Commit.Adds(rows), cancellation);
        }
        catch (TableTransactionFailedException taken) when (taken.Status == (int)HttpStatusCode.Conflict)
        {
            foreach (var row in rows.Length > 1 ? rows : [])
                if ((await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation)).HasValue is false)
                    await AddAsync([row], cancellation);
        }
    }

    private static TableEntity RowOf(string series, Sample sample) =>
        new(PartitionOf(series), KeyOf(sample.At)) { [Value] = sample.Value.ToString("R", CultureInfo.InvariantCulture), ["Series"] = series.Length <= 1000 ? series : series[..1000] };

    private static Sample SampleOf(TableEntity row) => new(
        new(DateTime.MaxValue.Ticks - long.Parse(row.RowKey, NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero),
        double.Parse(row.GetString(Value), NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string PartitionOf(string series) => "samples-" + TableKey.HashOf(series);

    private static string KeyOf(DateTimeOffset at) => (DateTime.MaxValue.Ticks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
