using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>The end of a rollout's journal as it was read: what a commit builds on.</summary>
/// <param name="Version">The head row's, which a commit must find unchanged.</param>
/// <param name="Waiting">For each input of the inbox, by its id, the keys of the rows that hold it.</param>
internal sealed record Tail(Head Head, ETag Version, ImmutableDictionary<string, ImmutableArray<string>> Waiting);

/// <summary>The rows of one range query, sorted out.</summary>
internal sealed record TailRows(TableEntity? Head, ImmutableArray<Entry> Entries, ImmutableArray<(Input Input, ImmutableArray<string> Keys)> Inbox)
{
    /// <exception cref="InvalidDataException">A row is missing or cannot be read.</exception>
    public static TailRows Of(IReadOnlyList<TableEntity> rows) => new(
        rows.FirstOrDefault(row => row.RowKey == JournalRows.Head),
        [.. LongText.Texts([.. rows.Where(JournalRows.IsEntry)]).Select(text => JournalRows.EntryOf(text.First, text.Text))],
        [.. LongText.Texts([.. rows.Where(JournalRows.IsInbox)])
            .Select(text => (JournalRows.InputOf(text.First, text.Text), LongText.KeysOf(text.First).ToImmutableArray()))]);
}
