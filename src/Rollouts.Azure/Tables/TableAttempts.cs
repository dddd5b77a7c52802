using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Posts that were begun, as create-only rows: whoever finds the row there is not the first.</summary>
public sealed class TableAttempts(TableClient table, TimeProvider time) : ISlackAttempts
{
    public Task<bool> BeginAsync(string rollout, string attempt, DateTimeOffset planned, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not note that a post of {rollout} begins", async () =>
        {
            try
            {
                await table.AddEntityAsync(new TableEntity("attempts-" + TableKey.Of(rollout), TableKey.Of(attempt)) { ["At"] = time.GetUtcNow() }, cancellation);
                return true;
            }
            catch (RequestFailedException begun) when (begun.Status == (int)HttpStatusCode.Conflict)
            {
                return false;
            }
        }, cancellation);
}
