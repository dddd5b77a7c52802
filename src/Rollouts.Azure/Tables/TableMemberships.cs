using System.Text.Json;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>What Slack said of groups and people, as one text in the table: the last writer's stands.</summary>
public sealed class TableMemberships(TableClient table) : ISlackMemberships
{
    private const string Partition = "slack";
    private const string Row = "memberships";

    public Task<SlackMemberships?> ReadAsync(CancellationToken cancellation) =>
        AzureFault.GuardAsync("could not read the memberships", async () =>
            await LongText.LoadAsync(table, Partition, Row, cancellation) is { } kept ? JsonSerializer.Deserialize<SlackMemberships>(kept.Text, EntryChain.Json) : null, cancellation);

    public Task WriteAsync(SlackMemberships memberships, CancellationToken cancellation) =>
        AzureFault.GuardAsync("could not keep the memberships", () =>
        {
            var rows = LongText.Rows(Partition, Row, JsonSerializer.Serialize(memberships, EntryChain.Json));
            return table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
        }, cancellation);
}
