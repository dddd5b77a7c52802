using System.Collections.Immutable;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Claims on governed keys: a row per key that can only be added, all in one partition, so that a launch's keys are claimed in one transaction.</summary>
internal sealed class ClaimRows(TableClient table)
{
    private const string Partition = "claims";
    private const int MostActions = 100;

    public async Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation)
    {
        while (true)
        {
            var owners = await OwnersAsync(cancellation);
            foreach (var key in keys)
                if (owners.GetValueOrDefault(KeyOf(key)) is { } owner && owner != rollout) return new(key, owner);
            var missing = keys.Distinct().Where(key => !owners.ContainsKey(KeyOf(key))).Select(key => Row(key, rollout)).ToList();
            if (await AddAllAsync(missing, cancellation)) return null;
        }
    }

    public async Task<bool> ReleaseAsync(string rollout, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Owner eq {rollout}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            try
            {
                await table.DeleteEntityAsync(row, row.ETag, cancellation);
            }
            catch (RequestFailedException gone) when (gone.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.PreconditionFailed)
            {
                // Another process released it, and someone may have claimed it since.
                continue;
            }
        }

        return true;
    }

    public async Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, KeyOf(key), cancellationToken: cancellation);
        return row.HasValue ? row.Value!.GetString("Owner") : null;
    }

    private async Task<Dictionary<string, string>> OwnersAsync(CancellationToken cancellation)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation))
            owners[row.RowKey] = row.GetString("Owner");
        return owners;
    }

    /// <summary>All or none. Beyond one transaction's size the parts that went in are taken out again.</summary>
    private async Task<bool> AddAllAsync(List<TableEntity> rows, CancellationToken cancellation)
    {
        var added = new List<TableEntity>();
        foreach (var part in rows.Chunk(MostActions))
        {
            try
            {
                await table.SubmitTransactionAsync(Commit.Adds(part), cancellation);
                added.AddRange(part);
            }
            catch (TableTransactionFailedException taken) when (taken.Status == (int)HttpStatusCode.Conflict)
            {
                foreach (var row in added) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
                return false;
            }
        }

        return true;
    }

    private static TableEntity Row(GovernedKey key, string rollout) => new(Partition, KeyOf(key)) { ["Owner"] = rollout, ["Key"] = key.ToString() };

    /// <summary>A colon is in no part, so that kind, label and name cannot be mistaken for each other.</summary>
    private static string KeyOf(GovernedKey key) => $"{(key.Kind == KeyKind.Flag ? "flag" : "setting")}:{TableKey.Of(key.Label)}:{TableKey.Of(key.Name)}";
}
