using System.Collections.Immutable;
using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TableRolloutStoreTests(Emulators emulators)
{
    [Fact]
    public async Task Offering_takes_one_round_trip_also_the_first_time_and_where_there_is_no_such_rollout()
    {
        var (_, table) = await Given.ARolloutAsync(emulators);
        var (store, requests) = await table.CountedAsync(emulators);

        await store.OfferAsync(Given.Rollout, Some.Pause("first"), default);
        Assert.Equal(1, requests.Take());
        await store.OfferAsync(Given.Rollout, Some.Pause("second"), default);
        Assert.Equal(1, requests.Take());
        await store.OfferAsync(Given.Rollout, Some.Pause("second"), default);
        Assert.Equal(1, requests.Take());
        Assert.Equal(Offered.NoSuchRollout, await store.OfferAsync("nobody", Some.Pause("third"), default));
        Assert.Equal(1, requests.Take());
    }

    [Fact]
    public async Task A_drain_reads_with_one_query_and_commits_with_one_transaction()
    {
        var (_, table) = await Given.ARolloutAsync(emulators);
        var (store, requests) = await table.CountedAsync(emulators);

        var journal = await store.JournalAsync();
        Assert.Equal(1, requests.Take());
        await store.CommitAsync(journal.Head, journal.Inbox);
        Assert.Equal(1, requests.Take());
        var next = await store.JournalAsync();
        await store.CommitAsync(next.Head, Some.Pause("never offered"));
        Assert.Equal(2, requests.Take());
    }

    [Fact]
    public async Task Long_inputs_entries_and_plans_come_back_whole_and_leave_nothing_behind()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        var plan = Some.PlanOf("plan: long\n# " + string.Concat(Enumerable.Repeat("ü😀x", 130_000)));
        var longOne = Some.Pause("long", string.Concat(Enumerable.Repeat("größer 😀 \" ", 45_000)));
        Assert.True(await store.CreateAsync("long", plan, Some.Start("long"), default));
        Assert.Equal(Offered.Stored, await store.OfferAsync("long", longOne, default));

        var waiting = (await store.ReadAsync("long", 0, default))!;
        Assert.Equal(longOne, waiting.Inbox[1] with { By = longOne.By });
        var entries = Some.Accept(waiting.Head, waiting.Inbox);
        Assert.True(await store.CommitAsync("long", waiting.Head, entries, 0, default));

        var decided = (await new TableRolloutStore(table, TimeProvider.System).ReadAsync("long", 0, default))!;
        Assert.Equal(entries.Lines(), decided.Entries.Lines());
        Assert.Empty(decided.Inbox);
        Assert.Equal(plan, await store.PlanOfAsync("long", default));
        Assert.DoesNotContain(await RowsAsync(table, "long"), key => key.StartsWith("inbox:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_many_entries_as_a_commit_may_hold_fit_whether_they_were_offered_or_not_and_some_of_them_long()
    {
        var (store, _) = await Given.ARolloutAsync(emulators);
        for (var n = 0; n < 14; n++) await store.OfferAsync(Given.Rollout, Some.Pause($"offered {n}", new string('x', 50_000)), default);
        var journal = await store.JournalAsync();
        ImmutableArray<Input> own = [.. Enumerable.Range(0, IRolloutStore.MostEntries - 15).Select(n => Some.Pause($"own {n}", new string('y', 100_000)))];

        Assert.True(await store.CommitAsync(journal.Head, [.. journal.Inbox, .. own]));

        Assert.Equal(IRolloutStore.MostEntries, (await store.JournalAsync()).Entries.Length);
    }

    [Fact]
    public async Task An_input_that_came_into_the_inbox_after_it_was_read_is_taken_out_by_the_commit_that_decides_it()
    {
        var (store, _) = await Given.ARolloutAsync(emulators);
        var journal = await store.JournalAsync();
        await store.OfferAsync(Given.Rollout, Some.Pause("late"), default);
        await store.OfferAsync(Given.Rollout, Some.Pause("later"), default);

        Assert.True(await store.CommitAsync(journal.Head, Some.Pause("late"), Some.Pause("own"), Some.Pause("later")));

        Assert.Equal(["start-" + Given.Rollout], (await store.JournalAsync()).Inbox.Ids());
    }

    [Fact]
    public async Task An_input_of_the_engine_that_is_decided_again_is_a_second_entry_and_no_failure()
    {
        var (store, _) = await Given.ARolloutAsync(emulators);
        await store.CommitAsync((await store.JournalAsync()).Head, new Input.Tick("tick", Some.Noon));

        Assert.True(await store.CommitAsync((await store.JournalAsync()).Head, new Input.Tick("tick", Some.Noon)));

        Assert.Equal(2, (await store.JournalAsync()).Entries.Length);
    }

    [Fact]
    public async Task Two_processes_on_one_rollout_see_each_others_entries_and_only_one_of_two_commits_wins()
    {
        var (one, table) = await Given.ARolloutAsync(emulators);
        var other = new TableRolloutStore(table, TimeProvider.System);
        var (mine, its) = (await one.JournalAsync(), await other.JournalAsync());

        Assert.True(await one.CommitAsync(mine.Head, mine.Inbox));
        Assert.False(await other.CommitAsync(its.Head, its.Inbox));

        var after = await other.JournalAsync();
        Assert.Equal(1, after.Head.Seq);
        Assert.True(await other.CommitAsync(after.Head, Some.Pause("next")));
        Assert.Equal(2, (await one.ReadHeadAsync(Given.Rollout, default))!.Seq);
    }

    [Fact]
    public async Task More_rows_than_a_page_of_the_service_are_read_whole()
    {
        var (store, _) = await Given.ARolloutAsync(emulators);
        await LengthenAsync(store, 1200);

        var journal = await store.JournalAsync();

        Assert.Equal(1200, journal.Entries.Length);
        Assert.Equal(["start-" + Given.Rollout], journal.Inbox.Ids());
    }

    [Fact]
    public async Task Of_a_long_journal_the_end_is_read_after_what_was_folded()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        await LengthenAsync(store, 900);
        var head = (await store.ReadHeadAsync(Given.Rollout, default))!;
        await LengthenAsync(store, 1200);
        await store.KeepAsync(Given.Rollout, new(RolloutState.New with { Rollout = Given.Rollout, Seq = head.Seq }, head.Hash), default);
        var (other, requests) = await table.CountedAsync(emulators);

        var (from, rest) = (await other.OpenAsync(Given.Rollout, default))!.Value;

        Assert.Equal(3, requests.Take());
        Assert.Equal((900, head.Hash), (from.State.Seq, from.Hash));
        Assert.Equal((901, 1200), (rest.Entries[0].Seq, rest.Entries[^1].Seq));
        Assert.Equal(["start-" + Given.Rollout], rest.Inbox.Ids());
    }

    [Fact]
    public async Task A_short_journal_is_opened_with_one_query_and_what_other_rules_folded_is_not_used()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        await LengthenAsync(store, 300);
        await store.KeepAsync(Given.Rollout, new(RolloutState.New with { Seq = 300 }, "hash"), default);
        var (other, requests) = await table.CountedAsync(emulators);
        Assert.Equal(300, (await other.OpenAsync(Given.Rollout, default))!.Value.After.Entries.Length);
        Assert.Equal(1, requests.Take());

        var row = (await table.GetEntityAsync<TableEntity>("rollout-" + Given.Rollout, "snapshot")).Value;
        row["Rules"] = "others";
        await table.UpdateEntityAsync(row, row.ETag);
        await LengthenAsync(store, 1200);
        var (from, rest) = (await other.OpenAsync(Given.Rollout, default))!.Value;

        Assert.Equal((Ledger.Empty, 1200), (from, rest.Entries.Length));
    }

    private static async Task LengthenAsync(TableRolloutStore store, long until)
    {
        while ((await store.ReadHeadAsync(Given.Rollout, default))! is var head && head.Seq < until)
            Assert.True(await store.CommitAsync(head, [.. Enumerable.Range(0, IRolloutStore.MostEntries).Select(n => Some.Pause($"{head.Seq}-{n}"))]));
    }

    [Fact]
    public async Task A_journal_that_lost_an_entry_is_reported_and_not_read_around()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        await store.CommitAsync((await store.JournalAsync()).Head, Some.Pause("a"), Some.Pause("b"), Some.Pause("c"));

        await table.DeleteEntityAsync("rollout-" + Given.Rollout, "entry:000000000002");
        Assert.Contains("entry 2 is missing", (await Assert.ThrowsAsync<StoreException>(store.JournalAsync)).Message, StringComparison.Ordinal);

        await table.DeleteEntityAsync("rollout-" + Given.Rollout, "entry:000000000003");
        Assert.Contains("entry 2 is missing", (await Assert.ThrowsAsync<StoreException>(store.JournalAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_names_another_entry_is_reported()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        await store.CommitAsync((await store.JournalAsync()).Head, Some.Pause("a"));
        var row = (await table.GetEntityAsync<TableEntity>("rollout-" + Given.Rollout, "head")).Value;
        row["Hash"] = Entry.Genesis;
        await table.UpdateEntityAsync(row, row.ETag);

        Assert.Contains("not the one that its head names", (await Assert.ThrowsAsync<StoreException>(store.JournalAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_was_listed_before_a_crash_and_never_made_is_not_shown()
    {
        var (store, table) = await Given.ARolloutAsync(emulators);
        await new RolloutIndex(table).AddAsync("half-made", 1, default);

        Assert.Equal((string[])[Given.Rollout], await store.ListAsync(default));
        Assert.True(await store.CreateAsync("half-made", Some.Plan, Some.Start("half-made"), default));
        Assert.Equal((string[])["half-made", Given.Rollout], await store.ListAsync(default));
    }

    [Fact]
    public async Task More_keys_than_one_transaction_are_claimed_all_or_none()
    {
        var (store, _) = await Given.ARolloutAsync(emulators);
        ImmutableArray<GovernedKey> many = [.. Enumerable.Range(0, 250).Select(n => GovernedKey.Setting($"Key:{n:000}"))];

        Assert.Null(await store.ClaimAsync("first", many, default));
        Assert.Equal("first", (await store.ClaimAsync("second", [GovernedKey.Flag("free"), many[249]], default))!.Owner);
        Assert.Null(await store.OwnerAsync(GovernedKey.Flag("free"), default));
        await store.ReleaseAsync("first", default);
        Assert.Null(await store.ClaimAsync("second", many, default));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_failure_that_says_so_and_names_no_key()
    {
        const string account = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0c2VjcmV0;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var store = new TableRolloutStore(new TableServiceClient(account, options).GetTableClient("rollouts"), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<StoreException>(() => store.OfferAsync(Given.Rollout, Some.Pause("a"), default));

        Assert.StartsWith($"could not store an input of {Given.Rollout}: the service could not be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> RowsAsync(TableClient table, string rollout)
    {
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {"rollout-" + rollout}"))) keys.Add(row.RowKey);
        return keys;
    }
}
