using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>A store that keeps folded journals is asked for the end of a journal alone, and what it kept is never the truth.</summary>
public sealed class FoldedJournals : IDisposable
{
    private const string Rollout = "long-1";

    private readonly TemporaryFolder folder = new();
    private readonly JournalFiles files;
    private readonly KeepingStore store;

    public FoldedJournals()
    {
        files = new(folder.Path, TimeProvider.System);
        store = new(files);
    }

    public void Dispose()
    {
        files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_folded_before_leads_to_the_same_state_and_what_is_of_another_plan_is_not_used()
    {
        var before = await LengthenedAsync();
        Assert.True(store.Kept!.State.Seq >= IRolloutStore.KeptEvery, "nothing was kept");

        Assert.Equal((before.Seq, before.At), await StandsAsync());
        Assert.Equal(store.Kept.State.Seq, store.ReadAfter);

        store.Kept = new(store.Kept.State with { PlanHash = "changed since", Stage = RolloutStage.Closed }, store.Kept.Hash);
        Assert.Equal((before.Seq, before.At), await StandsAsync());
        Assert.Equal(0, store.ReadAfter);
    }

    private async Task<RolloutState> LengthenedAsync()
    {
        const string plan = "plan: p\ntitle: P\nroles: { lead: { members: [ann] } }\nflags: { new_path: { dial: exposure, unit: user } }\ngo: [Ready]\nphases: [{ phase: P0, title: P, lasts: 1d.., exposure: { percent: 5 } }]\n";
        var document = Assert.IsType<PlanReading.Sound>(PlanReader.Read(plan)).Document;
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(await store.CreateAsync(Rollout, document, new Input.Start("start", now, Actor.Of("ann"), Rollout, document.Name, document.Hash), default));
        using var drainer = new Drainer(store, new(), TimeProvider.System);
        for (var n = 0; n < IRolloutStore.KeptEvery + 10; n++) await store.OfferAsync(Rollout, new Input.Report($"r{n}", now, Actor.Of("ann"), "seen", $"{n}", null, ""), default);
        await drainer.DrainAsync(Rollout, [], default);
        await store.OfferAsync(Rollout, new Input.Report("last", now.AddMinutes(1), Actor.Of("ann"), "seen", "last", null, ""), default);
        return (await drainer.DrainAsync(Rollout, [], default))!.State;
    }

    private async Task<(long Seq, DateTimeOffset At)> StandsAsync()
    {
        using var drainer = new Drainer(store, new(), TimeProvider.System);
        var state = (await drainer.ReadAsync(Rollout, default))!.State;
        return (state.Seq, state.At);
    }

    /// <summary>Journal files beside which folded journals are kept, in memory.</summary>
    private sealed class KeepingStore(IRolloutStore inner) : IRolloutStore
    {
        public Ledger? Kept { get; set; }

        /// <summary>Where the last read of the journal began.</summary>
        public long ReadAfter { get; private set; }

        public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) => inner.CreateAsync(rollout, plan, start, cancellation);

        public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) => inner.OfferAsync(rollout, input, cancellation);

        public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation)
        {
            ReadAfter = after;
            return inner.ReadAsync(rollout, after, cancellation);
        }

        public async Task<(Ledger Folded, Journal After)?> OpenAsync(string rollout, CancellationToken cancellation)
        {
            var folded = Kept ?? Ledger.Empty;
            return await ReadAsync(rollout, folded.State.Seq, cancellation) is { } after ? (folded, after) : null;
        }

        public Task KeepAsync(string rollout, Ledger folded, CancellationToken cancellation)
        {
            Kept = LedgerSnapshot.Of(folded).Open();
            return Task.CompletedTask;
        }

        public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => inner.ReadHeadAsync(rollout, cancellation);

        public Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) =>
            inner.CommitAsync(rollout, expected, entries, fence, cancellation);

        public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) => inner.PlanOfAsync(rollout, cancellation);

        public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => inner.ListAsync(cancellation);

        public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) => inner.ClaimAsync(rollout, keys, cancellation);

        public Task ReleaseAsync(string rollout, CancellationToken cancellation) => inner.ReleaseAsync(rollout, cancellation);

        public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => inner.OwnerAsync(key, cancellation);
    }
}
