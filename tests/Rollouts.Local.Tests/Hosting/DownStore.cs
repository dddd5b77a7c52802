using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>A store that can be read and takes no input.</summary>
internal sealed class DownStore(IRolloutStore inner) : IRolloutStore
{
    public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) => throw new StoreException("the store is down");

    public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) => inner.CreateAsync(rollout, plan, start, cancellation);

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation) => inner.ReadAsync(rollout, after, cancellation);

    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => inner.ReadHeadAsync(rollout, cancellation);

    public Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) =>
        inner.CommitAsync(rollout, expected, entries, fence, cancellation);

    public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) => inner.PlanOfAsync(rollout, cancellation);

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => inner.ListAsync(cancellation);

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) => inner.ClaimAsync(rollout, keys, cancellation);

    public Task ReleaseAsync(string rollout, CancellationToken cancellation) => inner.ReleaseAsync(rollout, cancellation);

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => inner.OwnerAsync(key, cancellation);
}
