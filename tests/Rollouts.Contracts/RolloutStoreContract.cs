using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of inbox and journal must keep to, whatever it stores in.</summary>
public abstract class RolloutStoreContract : IAsyncLifetime
{
    protected const string D7 = "d7-1";

    /// <summary>The store under test, on an empty place of its own.</summary>
    protected abstract IRolloutStore Store { get; }

    /// <summary>Leaves <see cref="Store"/> as after a restart of the process, over the same stored content.</summary>
    protected abstract Task ReopenAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    protected Task<bool> CreateAsync(string rollout = D7) => Store.CreateAsync(rollout, Some.Plan, Some.Start(rollout), default);

    protected async Task<Journal> ReadAsync(long after = 0) =>
        await Store.ReadAsync(D7, after, default) ?? throw new InvalidOperationException("the rollout is missing");

    /// <summary>Decides everything in the inbox, one entry each, in one commit.</summary>
    protected async Task<ImmutableArray<Entry>> DecideAllAsync()
    {
        var journal = await ReadAsync();
        var entries = Some.Accept(journal.Head, journal.Inbox);
        Assert.True(await Store.CommitAsync(D7, journal.Head, entries, journal.Head.Fence, default));
        return entries;
    }

    [Fact]
    public async Task A_new_rollout_has_an_empty_journal_and_its_start_in_the_inbox()
    {
        Assert.True(await CreateAsync());

        var journal = await ReadAsync();
        Assert.Equal(Head.Empty, journal.Head);
        Assert.Empty(journal.Entries);
        Assert.Equal(["start-" + D7], journal.Inbox.Ids());
        Assert.Equal(Some.Plan, await Store.PlanOfAsync(D7, default));
    }

    [Fact]
    public async Task A_taken_name_is_refused_and_the_first_rollout_stays()
    {
        await CreateAsync();

        Assert.False(await Store.CreateAsync(D7, Some.PlanOf("plan: another"), Some.Start(D7) with { Id = "second" }, default));

        Assert.Equal(Some.Plan, await Store.PlanOfAsync(D7, default));
        Assert.Equal(["start-" + D7], (await ReadAsync()).Inbox.Ids());
    }

    [Fact]
    public async Task Of_creations_of_one_name_at_once_exactly_one_wins()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CreateAsync())));

        Assert.Single(created, won => won);
    }

    [Fact]
    public async Task An_unknown_rollout_is_told_apart_from_an_empty_one()
    {
        Assert.Equal(Offered.NoSuchRollout, await Store.OfferAsync("nobody", Some.Pause("a"), default));
        Assert.Null(await Store.ReadAsync("nobody", 0, default));
        Assert.Null(await Store.ReadHeadAsync("nobody", default));
        Assert.Null(await Store.PlanOfAsync("nobody", default));
        Assert.Empty(await Store.ListAsync(default));
    }

    [Fact]
    public async Task Rollouts_are_listed_in_the_order_of_their_creation_also_after_a_restart()
    {
        string[] names = ["zeta", "alpha", "Mid Launch/β", "mid launch/β"];
        foreach (var name in names) Assert.True(await CreateAsync(name));

        Assert.Equal(names, await Store.ListAsync(default));
        await ReopenAsync();
        Assert.Equal(names, await Store.ListAsync(default));
    }

    [Fact]
    public async Task An_input_is_stored_once_and_known_ever_after()
    {
        await CreateAsync();
        Assert.Equal(Offered.Stored, await Store.OfferAsync(D7, Some.Pause("a"), default));
        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, Some.Pause("a", "another text"), default));

        await DecideAllAsync();
        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, Some.Pause("a"), default));

        await ReopenAsync();
        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, Some.Pause("a"), default));
        Assert.Empty((await ReadAsync()).Inbox);
    }

    [Fact]
    public async Task The_start_is_known_as_every_input_is()
    {
        await CreateAsync();

        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, Some.Start(D7), default));
    }

    [Fact]
    public async Task Offering_one_id_from_many_sides_at_once_stores_it_once()
    {
        await CreateAsync();

        var offered = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Store.OfferAsync(D7, Some.Pause("same"), default))));

        Assert.Single(offered, outcome => outcome == Offered.Stored);
        Assert.Equal(31, offered.Count(outcome => outcome == Offered.Known));
        Assert.Single((await ReadAsync()).Inbox, input => input.Id == "same");
    }

    [Fact]
    public async Task A_thousand_inputs_offered_at_once_are_all_stored_once()
    {
        await CreateAsync();

        var offered = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => Store.OfferAsync(D7, Some.Pause($"p{n}"), default)));

        Assert.All(offered, outcome => Assert.Equal(Offered.Stored, outcome));
        await ReopenAsync();
        var ids = (await ReadAsync()).Inbox.Ids().ToList();
        Assert.Equal(1001, ids.Count);
        Assert.Equal(1001, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_inbox_keeps_the_order_of_acceptance_also_after_a_restart()
    {
        await CreateAsync();
        string[] ids = ["zz", "b", "10", "9", "a"];
        foreach (var id in ids) await Store.OfferAsync(D7, Some.Pause(id), default);

        Assert.Equal(ids.Prepend("start-" + D7), (await ReadAsync()).Inbox.Ids());
        await ReopenAsync();
        Assert.Equal(ids.Prepend("start-" + D7), (await ReadAsync()).Inbox.Ids());
    }

    [Fact]
    public async Task A_commit_appends_its_entries_and_takes_their_inputs_out_of_the_inbox()
    {
        await CreateAsync();
        await Store.OfferAsync(D7, Some.Pause("a"), default);
        await Store.OfferAsync(D7, Some.Pause("b"), default);
        var head = (await ReadAsync()).Head;
        var entries = Some.Accept(head, Some.Start(D7), Some.Pause("b"));

        Assert.True(await Store.CommitAsync(D7, head, entries, 0, default));

        var journal = await ReadAsync();
        Assert.Equal(entries.Lines(), journal.Entries.Lines());
        Assert.Equal(new Head(2, entries[^1].Hash, 0), journal.Head);
        Assert.Equal(journal.Head, await Store.ReadHeadAsync(D7, default));
        Assert.Equal(["a"], journal.Inbox.Ids());
    }

    [Fact]
    public async Task An_input_that_was_never_offered_may_be_decided_and_is_known_from_then()
    {
        await CreateAsync();
        var head = (await ReadAsync()).Head;

        Assert.True(await Store.CommitAsync(D7, head, Some.Accept(head, new Input.Tick("tick-1", Some.Noon)), 0, default));

        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, new Input.Tick("tick-1", Some.Noon), default));
        Assert.Equal(["start-" + D7], (await ReadAsync()).Inbox.Ids());
    }

    [Fact]
    public async Task A_commit_on_a_head_that_moved_changes_nothing()
    {
        await CreateAsync();
        var stale = (await ReadAsync()).Head;
        var first = await DecideAllAsync();

        Assert.False(await Store.CommitAsync(D7, stale, Some.Accept(stale, Some.Pause("late")), 0, default));

        var journal = await ReadAsync();
        Assert.Equal(first.Lines(), journal.Entries.Lines());
        Assert.Equal(Offered.Stored, await Store.OfferAsync(D7, Some.Pause("late"), default));
    }

    [Fact]
    public async Task Of_commits_on_one_head_at_once_exactly_one_wins()
    {
        await CreateAsync();
        var head = (await ReadAsync()).Head;

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(
            () => Store.CommitAsync(D7, head, Some.Accept(head, Some.Pause($"p{n}")), 0, default))));

        Assert.Single(won, yes => yes);
        var journal = await ReadAsync();
        var entry = Assert.Single(journal.Entries);
        Assert.Equal($"p{Array.IndexOf(won, true)}", entry.Input.Id);
    }

    [Fact]
    public async Task Reading_after_an_entry_gives_only_what_follows_it()
    {
        await CreateAsync();
        for (var n = 0; n < 5; n++)
        {
            await Store.OfferAsync(D7, Some.Pause($"p{n}"), default);
            await DecideAllAsync();
        }

        var all = (await ReadAsync()).Entries;
        Assert.Equal(6, all.Length);
        Assert.Equal(all.Skip(4).Lines(), (await ReadAsync(4)).Entries.Lines());
        Assert.Empty((await ReadAsync(6)).Entries);
        Assert.Empty((await ReadAsync(60)).Entries);
    }

    [Fact]
    public async Task The_fence_is_kept_with_the_head_also_after_a_restart()
    {
        await CreateAsync();
        await DecideAllAsync();
        var head = (await ReadAsync()).Head;
        var fence = Some.Fence(head, Some.Pause("back"));
        Assert.True(await Store.CommitAsync(D7, head, [fence], fence.Seq, default));
        await Store.OfferAsync(D7, Some.Pause("after"), default);
        await DecideAllAsync();

        Assert.Equal(2, (await ReadAsync()).Head.Fence);
        await ReopenAsync();
        var reopened = (await ReadAsync()).Head;
        Assert.Equal(2, reopened.Fence);
        Assert.Equal(3, reopened.Seq);
    }

    [Fact]
    public async Task A_restart_keeps_journal_inbox_plan_and_claims()
    {
        await CreateAsync();
        await DecideAllAsync();
        await Store.OfferAsync(D7, Some.Pause("open", "still \n undecided – ✓"), default);
        await Store.ClaimAsync(D7, [GovernedKey.Flag("f")], default);
        var before = await ReadAsync();

        await ReopenAsync();

        var after = await ReadAsync();
        Assert.Equal(before.Head, after.Head);
        Assert.Equal(before.Entries.Lines(), after.Entries.Lines());
        Assert.Equal("still \n undecided – ✓", Assert.IsType<Input.Pause>(Assert.Single(after.Inbox)).Reason);
        Assert.Equal((string[])["S0ONCALL"], after.Inbox[0].By.Groups);
        Assert.Equal(Some.Plan, await Store.PlanOfAsync(D7, default));
        Assert.Equal(D7, await Store.OwnerAsync(GovernedKey.Flag("f"), default));
    }

    [Fact]
    public async Task Rollouts_do_not_see_each_other()
    {
        await CreateAsync();
        await CreateAsync("other");
        await Store.OfferAsync("other", Some.Pause("a"), default);

        Assert.Equal(Offered.Stored, await Store.OfferAsync(D7, Some.Pause("a"), default));
        await DecideAllAsync();
        Assert.Equal(["start-other", "a"], (await Store.ReadAsync("other", 0, default))!.Inbox.Ids());
    }

    [Fact]
    public async Task Offers_and_commits_at_once_lose_and_double_nothing()
    {
        await CreateAsync();
        var offering = Task.Run(() => Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            await Task.Yield();
            await Store.OfferAsync(D7, Some.Pause($"p{n}"), default);
        })));
        while (!offering.IsCompleted || !(await ReadAsync()).Inbox.IsEmpty)
        {
            var journal = await ReadAsync();
            if (!journal.Inbox.IsEmpty) await Store.CommitAsync(D7, journal.Head, Some.Accept(journal.Head, journal.Inbox.Take(IRolloutStore.MostEntries)), 0, default);
        }

        await offering;
        await ReopenAsync();
        var decided = (await ReadAsync()).Entries.Select(entry => entry.Input.Id).ToList();
        Assert.Equal(201, decided.Count);
        Assert.Equal(201, decided.Distinct().Count());
        Assert.Empty((await ReadAsync()).Inbox);
    }
}
