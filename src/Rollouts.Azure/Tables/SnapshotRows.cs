using Azure.Data.Tables;

namespace Rollouts.Azure;

/// <summary>A folded journal as rows beside it.</summary>
internal static class SnapshotRows
{
    /// <summary>Null where there is none that these rules can use.</summary>
    public static async Task<Ledger?> ReadAsync(TableClient table, string rollout, CancellationToken cancellation) =>
        await LongText.LoadAsync(table, JournalRows.Partition(rollout), JournalRows.Snapshot, cancellation) is var (first, text)
            ? new LedgerSnapshot(first.GetInt64("Seq") ?? 0, first.GetString("Hash") ?? "", first.GetString("Rules") ?? "", text).Open()
            : null;

    public static Task WriteAsync(TableClient table, string rollout, Ledger folded, CancellationToken cancellation)
    {
        var snapshot = LedgerSnapshot.Of(folded);
        var rows = LongText.Rows(JournalRows.Partition(rollout), JournalRows.Snapshot, snapshot.State);
        rows[0]["Seq"] = snapshot.Seq;
        rows[0]["Hash"] = snapshot.Hash;
        rows[0]["Rules"] = snapshot.Rules;
        return table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
    }
}
