using System.Collections.Immutable;
using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Rollouts.Azure;

/// <summary>The names of all rollouts, in a partition of their own: listing them reads no journal.</summary>
internal sealed class RolloutIndex(TableClient table)
{
    private const string Partition = "index";

    /// <summary>Lists a name; one that is listed keeps its place.</summary>
    public async Task AddAsync(string rollout, long ticks, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(Partition, TableKey.Of(rollout)) { ["Rollout"] = rollout, ["Created"] = ticks }, cancellation);
        }
        catch (RequestFailedException listed) when (listed.Status == (int)HttpStatusCode.Conflict)
        {
            return;
        }
    }

    /// <summary>In order of creation.</summary>
    public async Task<ImmutableArray<string>> ReadAsync(CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation)) rows.Add(row);
        return [.. rows.OrderBy(row => row.GetInt64("Created")).ThenBy(row => row.RowKey, StringComparer.Ordinal).Select(row => row.GetString("Rollout"))];
    }
}
