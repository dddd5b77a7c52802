using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Inbox, journal and claims in one Azure table (design §5): a partition per rollout, one for the list of rollouts and one for the claims.</summary>
/// <remarks>
/// Keeps in memory only what can be read again: the head that was seen last with its version, so that a commit needs no read of its own, and
/// which rollouts exist.
/// </remarks>
/// <param name="table">A table that exists, see <see cref="MakeTableAsync"/>.</param>
public sealed class TableRolloutStore(TableClient table, TimeProvider time) : IRolloutStore
{
    private const int MostTries = 4;

    private readonly AcceptanceClock clock = new(time);
    private readonly TailReader reader = new(table);
    private readonly RolloutIndex index = new(table);
    private readonly ClaimRows claims = new(table);
    private readonly ConcurrentDictionary<string, Tail> tails = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> existing = new(StringComparer.Ordinal);

    /// <summary>Makes the table if it is not there.</summary>
    /// <exception cref="StoreException">The service cannot be reached, or refuses.</exception>
    public static Task MakeTableAsync(TableClient table, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not make the table {table.Name}", () => table.CreateIfNotExistsAsync(cancellation), cancellation);

    public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not make the journal of {rollout}", async () =>
        {
            // Listed first: a crash in between leaves a listed name without a journal, which is not shown, and never a journal that nobody drives.
            var ticks = clock.Next();
            await index.AddAsync(rollout, ticks, cancellation);
            var inbox = JournalRows.InboxRows(rollout, start, ticks);
            return await AddAsync(
                [
                    JournalRows.HeadRow(rollout, Head.Empty),
                    .. PlanRows.Of(JournalRows.Partition(rollout), JournalRows.Plan, plan),
                    JournalRows.KnownRow(rollout, start, inbox[0].RowKey),
                    .. inbox,
                ],
                cancellation);
        }, cancellation);

    public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not store an input of {rollout}", async () =>
        {
            var inbox = JournalRows.InboxRows(rollout, input, clock.Next());
            var adds = Commit.Adds([JournalRows.KnownRow(rollout, input, inbox[0].RowKey), .. inbox]);
            try
            {
                // In the same transaction, so that a new process asks nothing first: touching the plan fails where there is none, and changes nothing.
                await table.SubmitTransactionAsync(existing.ContainsKey(rollout) ? adds : adds.Prepend(JournalRows.TouchPlan(rollout)), cancellation);
                existing[rollout] = true;
                return Offered.Stored;
            }
            catch (TableTransactionFailedException taken) when (taken.Status == (int)HttpStatusCode.Conflict)
            {
                return Offered.Known;
            }
            catch (TableTransactionFailedException absent) when (absent.Status == (int)HttpStatusCode.NotFound)
            {
                return Offered.NoSuchRollout;
            }
        }, cancellation);

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not read the journal of {rollout}", async () =>
        {
            if (await reader.ReadAsync(rollout, after, cancellation) is not { } read) return null;
            tails[rollout] = read.Tail;
            return read.Journal;
        }, cancellation);

    public Task<(Ledger Folded, Journal After)?> OpenAsync(string rollout, CancellationToken cancellation) =>
        AzureFault.GuardAsync<(Ledger, Journal)?>($"could not read the journal of {rollout}", async () =>
        {
            if (await reader.OpenAsync(rollout, cancellation) is not var (folded, rest, tail)) return null;
            tails[rollout] = tail;
            return (folded, rest);
        }, cancellation);

    public Task KeepAsync(string rollout, Ledger folded, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not keep the folded journal of {rollout}", async () =>
        {
            await SnapshotRows.WriteAsync(table, rollout, folded, cancellation);
            return true;
        }, cancellation);

    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) =>
        AzureFault.GuardAsync(
            $"could not read the head of {rollout}", () => reader.ReadHeadAsync(rollout, cancellation), cancellation);

    public Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not append to the journal of {rollout}", async () =>
        {
            var decided = new HashSet<string>(StringComparer.Ordinal);
            var tail = tails.GetValueOrDefault(rollout);
            for (var tries = 1; ;)
            {
                if (tail?.Head != expected) tail = (await reader.ReadAsync(rollout, expected.Seq, cancellation))?.Tail;
                if (tail?.Head != expected) return false;
                var commit = new Commit(rollout, tail, entries, fence, decided);
                try
                {
                    var answers = await table.SubmitTransactionAsync(commit.Actions, cancellation);
                    Remember(rollout, tail, entries, commit.After, answers.Value[0].Headers.ETag);
                    return true;
                }
                catch (TableTransactionFailedException refused) when (commit.AlreadyKnown(refused) is not null)
                {
                    tail = await LookUpAsync(rollout, tail, commit.AlreadyKnown(refused)!, decided, cancellation);
                }
                catch (TableTransactionFailedException refused) when (IsConflict(refused) && tries++ < MostTries)
                {
                    // Someone else committed, or the version at hand was too old: the next round sees the head as it stands.
                    tail = null;
                }
            }
        }, cancellation);

    public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) =>
        AzureFault.GuardAsync(
            $"could not read the plan of {rollout}",
            () => PlanRows.ReadAsync(table, JournalRows.Partition(rollout), JournalRows.Plan, cancellation), cancellation);

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) =>
        AzureFault.GuardAsync<ImmutableArray<string>>("could not list the rollouts", async () =>
        {
            var whole = ImmutableArray.CreateBuilder<string>();
            foreach (var rollout in await index.ReadAsync(cancellation))
                if (await ExistsAsync(rollout, cancellation)) whole.Add(rollout);
            return whole.ToImmutable();
        }, cancellation);

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not claim the keys of {rollout}", () => claims.ClaimAsync(rollout, keys, cancellation), cancellation);

    public Task ReleaseAsync(string rollout, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not release the keys of {rollout}", () => claims.ReleaseAsync(rollout, cancellation), cancellation);

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not read who holds {key}", () => claims.OwnerAsync(key, cancellation), cancellation);

    /// <summary>A rollout that exists does so for ever: it is asked for once.</summary>
    private async Task<bool> ExistsAsync(string rollout, CancellationToken cancellation) =>
        existing.ContainsKey(rollout) || (await reader.ReadHeadAsync(rollout, cancellation) is not null && (existing[rollout] = true));

    /// <summary>Adds rows in one transaction. False when one of them is there.</summary>
    private async Task<bool> AddAsync(IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(Commit.Adds(rows), cancellation);
            return true;
        }
        catch (TableTransactionFailedException taken) when (taken.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private void Remember(string rollout, Tail tail, ImmutableArray<Entry> entries, Head after, ETag? version)
    {
        if (version is { } known) tails[rollout] = new(after, known, tail.Waiting.RemoveRange(entries.Select(entry => entry.Input.Id)));
        else tails.TryRemove(rollout, out _);
    }

    /// <summary>The id of an input that was not seen in the inbox is taken: either it waits there since, or it was decided already.</summary>
    private async Task<Tail> LookUpAsync(string rollout, Tail tail, Input input, HashSet<string> decided, CancellationToken cancellation)
    {
        var partition = JournalRows.Partition(rollout);
        var known = await table.GetEntityIfExistsAsync<TableEntity>(partition, JournalRows.KnownKey(input), cancellationToken: cancellation);
        if (known.HasValue && known.Value!.GetString("Inbox") is { } key
            && await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation) is { HasValue: true } waiting)
            return tail with { Waiting = tail.Waiting.SetItem(input.Id, [.. LongText.KeysOf(waiting.Value!)]) };
        decided.Add(input.Id);
        return tail;
    }

    /// <summary>Changed, gone or already there: another writer was faster.</summary>
    private static bool IsConflict(RequestFailedException refused) =>
        refused.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Conflict;
}
