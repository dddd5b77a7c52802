using System.Net;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Evidence as rows of the table, in the form that carries any bytes. The reference is partition and row.</summary>
/// <remarks>One piece may have 2 MB: what a transaction carries.</remarks>
public sealed class TableEvidence(TableClient table) : IEvidenceStore
{
    private const int Largest = 2 * 1024 * 1024;

    public Task<Evidence> SaveAsync(string rollout, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not keep the evidence {name} of {rollout}", async () =>
        {
            if (content.Length > Largest)
                throw new StoreException(FormattableString.Invariant($"the evidence {name} of {rollout} has {content.Length} bytes, and at most {Largest} can be kept"));
            var rows = LongText.Rows("evidence-" + TableKey.Of(rollout), TableKey.Of(name), Convert.ToBase64String(content.Span));
            rows[0]["Sha256"] = Convert.ToHexStringLower(SHA256.HashData(content.Span));
            try
            {
                await table.SubmitTransactionAsync(Commit.Adds(rows), cancellation);
                return EvidenceOf(rows[0]);
            }
            catch (TableTransactionFailedException kept) when (kept.Status == (int)HttpStatusCode.Conflict)
            {
                return EvidenceOf(await table.GetEntityAsync<TableEntity>(rows[0].PartitionKey, rows[0].RowKey, cancellationToken: cancellation));
            }
        }, cancellation);

    /// <summary>What lies under a reference; null when nothing does.</summary>
    /// <exception cref="StoreException">The service failed.</exception>
    public Task<byte[]?> LoadAsync(string reference, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not read the evidence {reference}", async () =>
        {
            if (reference.Split('/') is not [var partition, var row]) return null;
            return await LongText.LoadAsync(table, partition, row, cancellation) is { } found ? Convert.FromBase64String(found.Text) : null;
        }, cancellation);

    private static Evidence EvidenceOf(TableEntity first) => new($"{first.PartitionKey}/{first.RowKey}", first.GetString("Sha256"));
}
