using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>Journal files whose reads and commits are counted, and take a while.</summary>
internal sealed class CountedStore(IRolloutStore inner) : IRolloutStore
{
    private int reads;
    private int commits;

    public int Reads => reads;

    public int Commits => commits;

    /// <summary>Awaited before every commit.</summary>
    public Func<Task> BeforeCommit { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited before every plan that is read.</summary>
    public Func<Task> BeforePlan { get; set; } = () => Task.CompletedTask;

    public void Forget() => (reads, commits) = (0, 0);

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation)
    {
        Interlocked.Increment(ref reads);
        return inner.ReadAsync(rollout, after, cancellation);
    }

    public async Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation)
    {
        Interlocked.Increment(ref commits);
        await BeforeCommit();
        return await inner.CommitAsync(rollout, expected, entries, fence, cancellation);
    }

    public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) => inner.CreateAsync(rollout, plan, start, cancellation);

    public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) => inner.OfferAsync(rollout, input, cancellation);

    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => inner.ReadHeadAsync(rollout, cancellation);

    public async Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation)
    {
        await BeforePlan();
        return await inner.PlanOfAsync(rollout, cancellation);
    }

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => inner.ListAsync(cancellation);

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) => inner.ClaimAsync(rollout, keys, cancellation);

    public Task ReleaseAsync(string rollout, CancellationToken cancellation) => inner.ReleaseAsync(rollout, cancellation);

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => inner.OwnerAsync(key, cancellation);
}
