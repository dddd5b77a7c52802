using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Journals as people are told of them: every entry with the plan that decided it.</summary>
public sealed class LaunchHistory(IRolloutStore store, PlanCache plans)
{
    /// <summary>The whole journal; null when there is no such rollout.</summary>
    /// <exception cref="StoreException">The store failed, or a plan that the launch ran by can no longer be read.</exception>
    public Task<ImmutableArray<DecidedEntry>?> ReadAsync(string rollout, CancellationToken cancellation) => ReadAsync(rollout, 0, null, cancellation);

    /// <summary>The journal after an entry.</summary>
    /// <param name="plan">In force after that entry; null for the plan that the launch began with.</param>
    /// <exception cref="StoreException">The store failed, or a plan that the launch ran by can no longer be read.</exception>
    public async Task<ImmutableArray<DecidedEntry>?> ReadAsync(string rollout, long after, Plan? plan, CancellationToken cancellation)
    {
        if (await store.ReadAsync(rollout, after, cancellation) is not { } journal) return null;
        if ((plan ?? await FirstAsync(rollout, cancellation)) is not { } from) return null;
        return [.. DecidedEntry.Of(from, journal.Entries, amend => plans.Amended(amend) ?? throw new StoreException($"the changed plan of {rollout} can no longer be read"))];
    }

    private async Task<Plan?> FirstAsync(string rollout, CancellationToken cancellation) =>
        await store.PlanOfAsync(rollout, cancellation) is { } document ? plans.Parsed(document) : null;
}
