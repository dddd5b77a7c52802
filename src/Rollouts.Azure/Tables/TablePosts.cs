using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Posts as rows of the table, where no channel to people is configured: nothing is delivered, and nothing is lost. The receipt names the row.</summary>
public sealed class TablePosts(TableClient table, TimeProvider time) : INotifier
{
    public Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not keep a post of {rollout}", async () =>
        {
            var row = new TableEntity("posts-" + TableKey.Of(rollout), TableKey.Of(post.Id))
            {
                ["Channel"] = post.Channel, ["Topic"] = post.Topic, ["About"] = post.About, ["Text"] = post.Text, ["At"] = time.GetUtcNow(),
            };
            try
            {
                await table.AddEntityAsync(row, cancellation);
            }
            catch (RequestFailedException kept) when (kept.Status == (int)HttpStatusCode.Conflict)
            {
                return ReceiptOf(row);
            }

            return ReceiptOf(row);
        }, cancellation);

    private static string ReceiptOf(TableEntity row) => $"{row.PartitionKey}/{row.RowKey}";
}
