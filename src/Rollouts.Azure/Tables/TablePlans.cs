using System.Collections.Immutable;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Plan documents by name, in a partition of their own.</summary>
public sealed class TablePlans(TableClient table) : IPlanStore
{
    private const string Partition = "plans";

    public Task PutAsync(PlanDocument plan, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not keep the plan {plan.Name}", () =>
        {
            var rows = PlanRows.Of(Partition, TableKey.Of(plan.Name), plan);
            return table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
        }, cancellation);

    public Task<PlanDocument?> GetAsync(string name, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not read the plan {name}", () => PlanRows.ReadAsync(table, Partition, TableKey.Of(name), cancellation), cancellation);

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) =>
        AzureFault.GuardAsync<ImmutableArray<string>>("could not list the plans", async () =>
        {
            var names = new List<string>();
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["Name"], cancellationToken: cancellation))
                if (row.GetString("Name") is { } name) names.Add(name);
            return [.. names.Order(StringComparer.Ordinal)];
        }, cancellation);
}
