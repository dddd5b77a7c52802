using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>A plan document as rows: the first one has its name and hash.</summary>
internal static class PlanRows
{
    public static IReadOnlyList<TableEntity> Of(string partition, string row, PlanDocument plan)
    {
        var rows = LongText.Rows(partition, row, plan.Text);
        rows[0]["Name"] = plan.Name;
        rows[0]["Hash"] = plan.Hash;
        return rows;
    }

    public static async Task<PlanDocument?> ReadAsync(TableClient table, string partition, string row, CancellationToken cancellation) =>
        await LongText.LoadAsync(table, partition, row, cancellation) is var (first, text)
            ? new(first.GetString("Name"), first.GetString("Hash"), text)
            : null;
}
