using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Decides what the inbox holds: reads head, entries and inbox, decides rollbacks first and the rest in order, commits all or nothing (design §5).</summary>
/// <remarks>Keeps each rollout's folded journal in memory; another process's entries are read when a commit is refused or at the next drain.</remarks>
/// <param name="seen">Called for every batch, in the order of the journal, while the rollout is held: it must be quick and not drain.</param>
public sealed class Drainer(IRolloutStore store, PlanCache plans, TimeProvider time, Action<Drained>? seen = null) : IDisposable
{
    /// <summary>How many batches of a long inbox are decided on one read. The last of it is always read anew: only then is nothing undecided.</summary>
    private const int MostUnread = 8;

    private readonly LoadedRollouts loaded = new(store, plans);

    /// <summary>Decides everything in the inbox, and the given inputs of the engine's own.</summary>
    /// <param name="own">Readings, outcomes of effects, ticks; decided again if the commit has to be repeated.</param>
    /// <returns>Null when there is no such rollout.</returns>
    /// <exception cref="StoreException">The store failed; whatever was committed before stands.</exception>
    public async Task<Drained?> DrainAsync(string rollout, IReadOnlyList<Input> own, CancellationToken cancellation)
    {
        using var span = new DriveSpan(rollout, own);
        var drained = await DrainAsync(rollout, span.Own, false, cancellation);
        span.Drained(drained);
        await loaded.KeepAsync(rollout, cancellation);
        return drained;
    }

    /// <summary>Decides what became of effects, and leaves to others what else a long inbox holds.</summary>
    /// <returns>Null when there is no such rollout.</returns>
    /// <exception cref="StoreException">The store failed; whatever was committed before stands.</exception>
    public Task<Drained?> RecordAsync(string rollout, IReadOnlyList<Input> outcomes, CancellationToken cancellation) => DrainAsync(rollout, outcomes, true, cancellation);

    /// <summary>Waits until a stored input is decided, by this call or by another one that is at it: callers at the same time share reads and commits.</summary>
    /// <returns>The rollout after that decision, and its entry; the entry is null for an input that was decided long ago. Null when there is no such rollout.</returns>
    /// <exception cref="StoreException">The store failed; the input stands in the inbox.</exception>
    public async Task<(Drained After, Entry? Entry)?> DecideAsync(string rollout, Input input, CancellationToken cancellation)
    {
        if (await loaded.OpenAsync(rollout, cancellation) is not var (known, read)) return null;
        if (Urgency.IsUrgent(known.Plan, input)) known.Urgent.Enqueue(input);
        for (var all = false; !all;)
        {
            var released = known.Released;
            if (known.Ledger.State.Decided.Contains(input.Id)) break;
            if (!await known.TryTakeAsync())
            {
                await released.WaitAsync(cancellation);
                continue;
            }

            try
            {
                if (known.Ledger.State.Decided.Contains(input.Id)) break;
                if (await BatchAsync(rollout, known, read, OwnInputs.None, cancellation) is not { } batch) return null;
                all = batch.All;
            }
            finally
            {
                known.Release();
            }
        }

        return (Result(known, []), known.EntryOf(input.Id));
    }

    /// <summary>The rollout as it stands, without deciding anything. Null when there is none.</summary>
    public async Task<Drained?> ReadAsync(string rollout, CancellationToken cancellation) => (await LookAsync(rollout, cancellation))?.Known;

    /// <summary>The rollout as it stands, and how many inputs of its inbox are undecided. Null when there is none.</summary>
    public async Task<(Drained Known, int Undecided)?> LookAsync(string rollout, CancellationToken cancellation)
    {
        if (await loaded.OpenAsync(rollout, cancellation) is not var (known, read)) return null;
        await known.TakeAsync(cancellation);
        try
        {
            return await RefreshAsync(rollout, known, read, cancellation) ? (Result(known, []), known.Waiting.Length) : null;
        }
        finally
        {
            known.Release();
        }
    }

    /// <summary>The rollout as this process saw it last, without asking the store; null when it has not seen it.</summary>
    public Drained? Known(string rollout) => loaded.Find(rollout) is { Ledger.State.Seq: > 0 } known ? Result(known, []) : null;

    /// <summary>True where an input of the engine's own changes nothing in the rollout as this process saw it last; false where that is not known.</summary>
    public bool ChangesNothing(string rollout, Input own) =>
        loaded.Find(rollout) is { Ledger: { State.Seq: > 0 } ledger } known
        && Batch.Decide(known.Plan, ledger, [], OwnInputs.Of([own]), plans.Amended).Entries.IsEmpty;

    public void Dispose() => loaded.Dispose();

    private async Task<Drained?> DrainAsync(string rollout, IReadOnlyList<Input> own, bool ownOnly, CancellationToken cancellation)
    {
        if (await loaded.OpenAsync(rollout, cancellation) is not var (known, read)) return null;
        var left = OwnInputs.Of(own);
        var appended = ImmutableArray.CreateBuilder<Entry>();
        while (true)
        {
            await known.TakeAsync(cancellation);
            try
            {
                if (await BatchAsync(rollout, known, read, left, cancellation) is not { } batch) return null;
                appended.AddRange(batch.Entries);
                left = batch.OwnLeft;
                if (batch.All || (ownOnly && left.IsEmpty)) return Result(known, appended.ToImmutable());
            }
            finally
            {
                known.Release();
            }
        }
    }

    private Drained Result(LoadedRollout known, ImmutableArray<Entry> entries)
    {
        var state = known.Ledger.State;
        return new(known.Plan, state, entries, Next.Of(known.Plan, state, time.GetUtcNow()));
    }

    /// <summary>Decides and commits as much as one commit holds; null when the rollout is gone.</summary>
    private async Task<Batch?> BatchAsync(string rollout, LoadedRollout known, Journal? read, OwnInputs own, CancellationToken cancellation)
    {
        for (var again = false; ; again = true)
        {
            if (again || !TakeUrgent(known))
                if (!await RefreshAsync(rollout, known, read, cancellation)) return null;
            var (began, before) = (time.GetUtcNow(), known.Ledger.State);
            var batch = Batch.Decide(known.Plan, known.Ledger, known.Waiting, own, plans.Amended);
            if (batch.Entries.IsEmpty)
            {
                seen?.Invoke(Result(known, []));
                return batch;
            }

            var fence = batch.Entries.LastOrDefault(IsFence)?.Seq ?? known.Head.Fence;
            if (!await store.CommitAsync(rollout, known.Head, batch.Entries, fence, cancellation)) continue;
            known.Append(batch.After, batch.Entries);
            known.Head = new(batch.Entries[^1].Seq, batch.Entries[^1].Hash, fence);
            known.Waiting = batch.Left;
            known.Unread++;
            known.Tell(rollout, before, batch.Entries, began, time);
            known.Plan = batch.Amended ?? known.Plan;
            seen?.Invoke(Result(known, batch.Entries));
            return batch;
        }
    }

    /// <summary>True where the inbox that was read last is long enough for another batch: what is urgent and came since is put before it.</summary>
    private static bool TakeUrgent(LoadedRollout known)
    {
        if (known.Waiting.Length <= IRolloutStore.MostEntries || known.Unread >= MostUnread) return false;
        while (known.Urgent.TryDequeue(out var input))
            if (!known.Ledger.State.Decided.Contains(input.Id) && known.Waiting.All(waiting => waiting.Id != input.Id)) known.Waiting = known.Waiting.Add(input);
        return true;
    }

    /// <summary>Folds what others appended, and knows the inbox; false when the rollout is gone.</summary>
    /// <param name="read">What was read when the rollout was loaded; of use until anything is known of it.</param>
    private async Task<bool> RefreshAsync(string rollout, LoadedRollout known, Journal? read, CancellationToken cancellation)
    {
        if (!known.IsUnread) read = null;
        // Whoever put an input there had stored it before: a read that begins now finds it.
        if (read is null) known.Urgent.Clear();
        if ((read ?? await store.ReadAsync(rollout, known.Ledger.State.Seq, cancellation)) is not { } journal) return false;
        var ledger = known.Ledger;
        foreach (var entry in journal.Entries)
        {
            if (EntryChain.Fault(entry, ledger.State.Seq + 1, ledger.Hash) is { } fault) throw new StoreException($"the journal of {rollout} is damaged: {fault}");
            ledger = ledger.Fold(known.Plan, entry);
            if (entry is { Amends: true, Input: Input.Amend amend }) known.Plan = plans.Amended(amend) ?? throw new StoreException($"the changed plan of {rollout} can no longer be read");
        }

        known.Append(ledger, journal.Entries);
        known.Head = journal.Head;
        known.Waiting = [.. journal.Inbox.Where(input => !ledger.State.Decided.Contains(input.Id))];
        known.Unread = 0;
        LaunchGauges.Saw(known.Plan, ledger.State, known.Waiting.Length, time);
        return true;
    }

    private static bool IsFence(Entry entry) => entry.Events.Any(happened => happened is RolloutEvent.WayBackBegun);
}
