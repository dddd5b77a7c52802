using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Decides what the inbox holds: reads head, entries and inbox, decides rollbacks first and the rest in order, commits all or nothing (design §5).</summary>
/// <remarks>Keeps each rollout's folded journal in memory; another process's entries are read when a commit is refused or at the next drain.</remarks>
/// <param name="seen">Called for every drain, in the order of the journal, while the rollout is held: it must be quick and not drain.</param>
public sealed class Drainer(IRolloutStore store, PlanCache plans, TimeProvider time, Action<Drained>? seen = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, LoadedRollout> loaded = new(StringComparer.Ordinal);

    /// <summary>Decides everything in the inbox, then the given inputs of the engine's own.</summary>
    /// <param name="own">Readings, outcomes of effects, ticks; decided again if the commit has to be repeated.</param>
    /// <returns>Null when there is no such rollout.</returns>
    /// <exception cref="StoreException">The store failed; whatever was committed before stands.</exception>
    public async Task<Drained?> DrainAsync(string rollout, IReadOnlyList<Input> own, CancellationToken cancellation)
    {
        if (await LoadAsync(rollout, cancellation) is not { } known) return null;
        await known.Turn.WaitAsync(cancellation);
        try
        {
            var appended = ImmutableArray.CreateBuilder<Entry>();
            while (true)
            {
                if (await RefreshAsync(rollout, known, cancellation) is not { } inbox) return null;
                var (ledger, entries, ownDone) = Decide(known, inbox, own);
                if (entries.Length > 0)
                {
                    var fence = entries.LastOrDefault(IsFence)?.Seq ?? known.Head.Fence;
                    if (!await store.CommitAsync(rollout, known.Head, entries, fence, cancellation)) continue;
                    known.Ledger = ledger;
                    known.Head = new(entries[^1].Seq, entries[^1].Hash, fence);
                    appended.AddRange(entries);
                }

                own = [.. own.Skip(ownDone)];
                if (inbox.Length > IRolloutStore.MostEntries || own.Count > 0) continue;
                var drained = Result(known, appended.ToImmutable());
                seen?.Invoke(drained);
                return drained;
            }
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>The rollout as it stands, without deciding anything. Null when there is none.</summary>
    public async Task<Drained?> ReadAsync(string rollout, CancellationToken cancellation)
    {
        if (await LoadAsync(rollout, cancellation) is not { } known) return null;
        await known.Turn.WaitAsync(cancellation);
        try
        {
            return await RefreshAsync(rollout, known, cancellation) is null ? null : Result(known, []);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var rollout in loaded.Values) rollout.Dispose();
    }

    private Drained Result(LoadedRollout known, ImmutableArray<Entry> entries) =>
        new(known.Plan, known.Ledger.State, entries, Next.Of(known.Plan, known.Ledger.State, time.GetUtcNow()));

    private static (Ledger After, ImmutableArray<Entry> Entries, int OwnDone) Decide(LoadedRollout known, ImmutableArray<Input> inbox, IReadOnlyList<Input> own)
    {
        var ledger = known.Ledger;
        var entries = ImmutableArray.CreateBuilder<Entry>();
        var ordered = inbox.OrderBy(input => input.TakesBack ? 0 : 1).ToArray();
        for (var i = 0; i < ordered.Length && entries.Count < IRolloutStore.MostEntries; i++) One(ordered[i], i + 1 < ordered.Length);
        var done = 0;
        if (ordered.Length <= IRolloutStore.MostEntries)
            for (; done < own.Count && entries.Count < IRolloutStore.MostEntries; done++) One(own[done], false);
        return (ledger, entries.ToImmutable(), done);

        void One(Input input, bool moreWaiting)
        {
            (ledger, var entry) = ledger.Decide(known.Plan, input, moreWaiting);
            if (entry is not null) entries.Add(entry);
        }
    }

    private async Task<LoadedRollout?> LoadAsync(string rollout, CancellationToken cancellation)
    {
        if (loaded.TryGetValue(rollout, out var known)) return known;
        return await store.PlanOfAsync(rollout, cancellation) is { } document
            ? loaded.GetOrAdd(rollout, _ => new LoadedRollout(plans.Parsed(document)))
            : null;
    }

    /// <summary>Folds what others appended; returns the inbox, or null when the rollout is gone.</summary>
    private async Task<ImmutableArray<Input>?> RefreshAsync(string rollout, LoadedRollout known, CancellationToken cancellation)
    {
        if (await store.ReadAsync(rollout, known.Ledger.State.Seq, cancellation) is not { } journal) return null;
        foreach (var entry in journal.Entries)
        {
            if (EntryChain.Fault(entry, known.Ledger.State.Seq + 1, known.Ledger.Hash) is { } fault)
                throw new StoreException($"the journal of {rollout} is damaged: {fault}");
            known.Ledger = known.Ledger.Fold(known.Plan, entry);
        }

        known.Head = journal.Head;
        return [.. journal.Inbox.Where(input => !known.Ledger.State.Decided.Contains(input.Id))];
    }

    private static bool IsFence(Entry entry) => entry.Events.Any(happened => happened is RolloutEvent.WayBackBegun);
}
