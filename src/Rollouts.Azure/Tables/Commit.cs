using System.Collections.Immutable;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>A commit as one transaction: the head by its version, the entries, and their inputs out of the inbox.</summary>
internal sealed class Commit
{
    /// <summary>What a transaction may hold.</summary>
    private const int MostActions = 100;

    private readonly List<TableTransactionAction> actions = [];
    private readonly Dictionary<int, Input> marked = [];

    /// <param name="decided">Ids whose marker stands although nothing of them waits in the inbox.</param>
    /// <exception cref="StoreException">It does not fit into a transaction.</exception>
    public Commit(string rollout, Tail tail, ImmutableArray<Entry> entries, long fence, ISet<string> decided)
    {
        var partition = JournalRows.Partition(rollout);
        After = entries.IsEmpty ? tail.Head with { Fence = fence } : new(entries[^1].Seq, entries[^1].Hash, fence);
        actions.Add(new(TableTransactionActionType.UpdateReplace, JournalRows.HeadRow(rollout, After), tail.Version));
        foreach (var entry in entries) actions.AddRange(Adds(JournalRows.EntryRows(rollout, entry)));
        foreach (var input in entries.Select(entry => entry.Input).DistinctBy(input => input.Id, StringComparer.Ordinal))
        {
            if (tail.Waiting.TryGetValue(input.Id, out var rows))
            {
                actions.AddRange(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, row), ETag.All)));
            }
            else if (!decided.Contains(input.Id))
            {
                marked[actions.Count] = input;
                actions.Add(new(TableTransactionActionType.Add, JournalRows.KnownRow(rollout, input, null)));
            }
        }

        if (actions.Count > MostActions)
            throw new StoreException(FormattableString.Invariant($"a commit of {entries.Length} entries to {rollout} takes {actions.Count} rows, and a transaction holds {MostActions}"));
    }

    public Head After { get; }

    public IReadOnlyList<TableTransactionAction> Actions => actions;

    /// <summary>The input whose id turned out to be known when the commit was refused; null where it was refused for another reason.</summary>
    public Input? AlreadyKnown(TableTransactionFailedException refused) =>
        refused is { Status: (int)HttpStatusCode.Conflict, FailedTransactionActionIndex: { } action } ? marked.GetValueOrDefault(action) : null;

    public static IEnumerable<TableTransactionAction> Adds(IEnumerable<TableEntity> rows) =>
        rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row));
}
