using System.Collections.Immutable;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Reads the end of a journal: entries after a known one, head and inbox, in one query.</summary>
internal sealed class TailReader(TableClient table)
{
    /// <summary>Null when there is no such rollout.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public Task<(Journal Journal, Tail Tail)?> ReadAsync(string rollout, long after, CancellationToken cancellation) => ReadAsync(rollout, after, null, cancellation);

    /// <summary>All of a journal that comes in one answer; of a longer one what follows a snapshot, if there is one that can be used.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task<(Ledger Folded, Journal After, Tail Tail)?> OpenAsync(string rollout, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        var isLong = false;
        await foreach (var page in table.QueryAsync<TableEntity>(JournalRows.TailOf(rollout, 0), cancellationToken: cancellation).AsPages().WithCancellation(cancellation))
        {
            rows.AddRange(page.Values);
            isLong = page.ContinuationToken is not null && rows.Count > 0;
            if (isLong) break;
        }

        var folded = isLong ? await SnapshotRows.ReadAsync(table, rollout, cancellation) : null;
        var read = isLong ? await ReadAsync(rollout, folded?.State.Seq ?? 0, null, cancellation) : await ReadAsync(rollout, 0, rows, cancellation);
        return read is var (rest, tail) ? (folded ?? Ledger.Empty, rest, tail) : null;
    }

    /// <param name="first">The rows of the first query, where that was made before.</param>
    private async Task<(Journal Journal, Tail Tail)?> ReadAsync(string rollout, long after, IReadOnlyList<TableEntity>? first, CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        while (true)
        {
            var last = entries.Count > 0 ? entries[^1].Seq : after;
            var rows = TailRows.Of(first ?? await QueryAsync(JournalRows.TailOf(rollout, last), cancellation));
            first = null;
            entries.AddRange(rows.Entries);
            if (rows.Head is null) return entries.Count == 0 && rows.Inbox.IsEmpty ? null : throw new InvalidDataException("it has lost its head");
            var head = JournalRows.HeadOf(rows.Head);
            if (!IsWhole(entries, after, head))
            {
                // A long answer comes in pages, and a commit between two of them is in the later one only: read on behind the entries that are here.
                if (rows.Entries.IsEmpty) throw new InvalidDataException($"entry {last + 1} is missing, and its head is entry {head.Seq}");
                continue;
            }

            var waiting = rows.Inbox.ToImmutableDictionary(one => one.Input.Id, one => one.Keys, StringComparer.Ordinal);
            return (new(head, entries.ToImmutable(), [.. rows.Inbox.Select(one => one.Input)]), new(head, rows.Head.ETag, waiting));
        }
    }

    public async Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(JournalRows.Partition(rollout), JournalRows.Head, cancellationToken: cancellation);
        return row.HasValue ? JournalRows.HeadOf(row.Value!) : null;
    }

    public async Task<List<TableEntity>> QueryAsync(string filter, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) rows.Add(row);
        return rows;
    }

    private static bool IsWhole(ImmutableArray<Entry>.Builder entries, long after, Head head)
    {
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Seq != after + 1 + i) throw new InvalidDataException($"entry {after + 1 + i} is missing");
        if (entries.Count == 0) return head.Seq <= after;
        if (entries[^1].Seq < head.Seq) return false;
        return entries[^1].Hash == head.Hash ? true : throw new InvalidDataException($"entry {entries[^1].Seq} is not the one that its head names");
    }
}
