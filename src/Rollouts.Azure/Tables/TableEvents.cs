using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Raw events as rows of the table, a partition per stream: an event's rows are added together or not at all, and its id only once.</summary>
/// <remarks>A stream takes what one partition takes, some hundred events a second. What is older than is kept is deleted by those who append, twice as much as they add.</remarks>
public sealed class TableEvents(TableClient table, TimeProvider time) : IEventStore
{
    private const int MostEvents = 100 / EventRows.OfOne;
    private const int AtOnce = 4;
    private const int MostTries = 4;
    private const int LeastDeleted = 100;

    /// <summary>Of a transaction's 4 MB, at two bytes for each character.</summary>
    private const int MostChars = 1_500_000;

    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);
    private static readonly TimeSpan LooksForOld = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> clean = new(StringComparer.Ordinal);

    public Task<EventsTaken> AppendAsync(string stream, ImmutableArray<RawEvent> events, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not store events of {stream}", async () =>
        {
            var taken = 0;
            await Parallel.ForEachAsync(
                Parts(stream, events.DistinctBy(raw => raw.Id, StringComparer.Ordinal)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (part, stop) => Interlocked.Add(ref taken, await AddAsync(part, stop)));
            if (taken > 0) await ForgetAsync(stream, Math.Max(LeastDeleted, 2 * taken), cancellation);
            return new EventsTaken(taken, events.Length - taken);
        }, cancellation);

    public Task<ImmutableArray<RawEvent>> ReadAsync(string stream, string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        AzureFault.GuardAsync<ImmutableArray<RawEvent>>(
            $"could not read events of {stream}", async () => [.. EventRows.Read(await RowsAsync(EventRows.Window(stream, name, from, until), int.MaxValue, cancellation))], cancellation);

    public Task<EventSpan?> SpanAsync(string stream, DateTimeOffset until, CancellationToken cancellation) =>
        AzureFault.GuardAsync<EventSpan?>($"could not read events of {stream}", async () =>
        {
            var partition = EventRows.Partition(stream);
            var last = await RowsAsync(JournalRows.Range(partition, EventRows.BackwardsKey(until), EventRows.Backwards + "~"), 1, cancellation);
            if (last.Count == 0) return null;
            var first = await RowsAsync(JournalRows.Range(partition, EventRows.ByTime, EventRows.ByTime + "~"), 1, cancellation);
            return new(EventRows.TimeOf(first[0]), EventRows.TimeOf(last[0]));
        }, cancellation);

    public Task<ImmutableArray<RawEvent>> LatestAsync(string stream, int most, CancellationToken cancellation) =>
        AzureFault.GuardAsync<ImmutableArray<RawEvent>>($"could not read events of {stream}", async () =>
        {
            var partition = EventRows.Partition(stream);
            var latest = await RowsAsync(JournalRows.Range(partition, EventRows.Backwards, EventRows.Backwards + "~"), most, cancellation);
            if (latest.Count == 0) return [];
            var rows = await RowsAsync(JournalRows.Range(partition, EventRows.AtKey(EventRows.TimeOf(latest[^1])), EventRows.ByTime + "~"), int.MaxValue, cancellation);
            return [.. EventRows.Read(rows).TakeLast(most)];
        }, cancellation);

    /// <summary>As many events as a transaction holds.</summary>
    private static IEnumerable<ImmutableArray<IReadOnlyList<TableEntity>>> Parts(string stream, IEnumerable<RawEvent> events)
    {
        var part = ImmutableArray.CreateBuilder<IReadOnlyList<TableEntity>>();
        var chars = 0;
        foreach (var raw in events)
        {
            var rows = EventRows.Of(stream, raw);
            var own = rows.SelectMany(row => (IDictionary<string, object>)row).Sum(property => property.Value is string text ? text.Length : 0);
            if (part.Count == MostEvents || chars + own > MostChars)
            {
                yield return part.ToImmutable();
                part.Clear();
                chars = 0;
            }

            part.Add(rows);
            chars += own;
        }

        if (part.Count > 0) yield return part.ToImmutable();
    }

    /// <summary>All at once or, where ids among them are known, those that are not. Returns how many.</summary>
    private async Task<int> AddAsync(ImmutableArray<IReadOnlyList<TableEntity>> part, CancellationToken cancellation)
    {
        for (var tries = 1; part.Length > 0; tries++)
        {
            try
            {
                await table.SubmitTransactionAsync(Commit.Adds(part.SelectMany(rows => rows)), cancellation);
                return part.Length;
            }
            catch (TableTransactionFailedException known) when (known.Status == (int)HttpStatusCode.Conflict && tries < MostTries)
            {
                var isThere = await Task.WhenAll(part.Select(rows => table.GetEntityIfExistsAsync<TableEntity>(rows[0].PartitionKey, rows[0].RowKey, cancellationToken: cancellation)));
                part = [.. part.Where((_, i) => !isThere[i].HasValue)];
            }
        }

        return 0;
    }

    /// <summary>Deletes what is older than is kept, up to a number of events.</summary>
    private async Task ForgetAsync(string stream, int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (clean.TryGetValue(stream, out var until) && now < until) return;
        var old = await RowsAsync(EventRows.Window(stream, null, DateTimeOffset.MinValue, now - Retention), most, cancellation);
        if (old.Count < most) clean[stream] = now + LooksForOld;
        foreach (var part in old.Chunk(MostEvents))
        {
            try
            {
                var deletes = part.SelectMany(EventRows.All).Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
                await table.SubmitTransactionAsync(deletes, cancellation);
            }
            catch (TableTransactionFailedException gone) when (gone.Status == (int)HttpStatusCode.NotFound)
            {
                // Another process deletes them at the same time.
                continue;
            }
        }
    }

    private async Task<List<TableEntity>> RowsAsync(string filter, int most, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: most < 1000 ? most : null, cancellationToken: cancellation))
        {
            rows.Add(row);
            if (rows.Count == most) break;
        }

        return rows;
    }
}
