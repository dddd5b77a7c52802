using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>The rollouts that this process knows: each is read once, with what the store had folded of it.</summary>
internal sealed class LoadedRollouts(IRolloutStore store, PlanCache plans) : IDisposable
{
    private readonly ConcurrentDictionary<string, LoadedRollout> loaded = new(StringComparer.Ordinal);

    /// <summary>Null where this process has not read it yet.</summary>
    public LoadedRollout? Find(string rollout) => loaded.GetValueOrDefault(rollout);

    /// <summary>Plan and journal are read at the same time: a way back in a new process waits for one answer less.</summary>
    /// <returns>The rollout, and what was read for this caller; no other may rest on it, whose input was perhaps stored later.</returns>
    public async Task<(LoadedRollout Known, Journal? Read)?> OpenAsync(string rollout, CancellationToken cancellation)
    {
        if (loaded.TryGetValue(rollout, out var known)) return (known, null);
        var reading = store.OpenAsync(rollout, cancellation);
        var document = await store.PlanOfAsync(rollout, cancellation);
        var opened = await reading;
        if (document is null) return null;
        // A plan that was changed since stands in the journal alone: then that is folded from its beginning.
        var (folded, after) = opened is { } kept && (kept.Folded.State.Seq == 0 || kept.Folded.State.PlanHash == document.Hash) ? kept : (Ledger.Empty, null);
        var own = new LoadedRollout(plans.Parsed(document), folded);
        known = loaded.GetOrAdd(rollout, own);
        return (known, ReferenceEquals(known, own) ? after : null);
    }

    /// <summary>Keeps the folded journal now and then, so that the next process need not fold all of it. Who takes something back waits for none of this.</summary>
    public async Task KeepAsync(string rollout, CancellationToken cancellation)
    {
        if (Find(rollout) is not { } known) return;
        var ledger = known.Ledger;
        if (ledger.State.Seq - known.Kept < IRolloutStore.KeptEvery) return;
        known.Kept = ledger.State.Seq;
        try
        {
            await store.KeepAsync(rollout, ledger, cancellation);
        }
        catch (StoreException)
        {
            // Nothing rests on it: the next one will do.
            return;
        }
    }

    public void Dispose()
    {
        foreach (var rollout in loaded.Values) rollout.Dispose();
    }
}
