using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>A journal in which no fence stands; nothing else is asked of it.</summary>
internal sealed class NoJournal : IRolloutStore
{
    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => Task.FromResult<Head?>(Head.Empty);

    public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) => throw new NotSupportedException();

    public Task ReleaseAsync(string rollout, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => throw new NotSupportedException();
}
