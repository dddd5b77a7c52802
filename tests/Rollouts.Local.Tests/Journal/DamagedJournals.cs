using System.Text;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What a crash leaves is mended and noted; what a hand changed is reported.</summary>
public sealed class DamagedJournals : JournalOnDisk
{
    [Fact]
    public async Task A_torn_last_line_of_the_journal_is_cut_off_and_noted()
    {
        await WriteThreeEntriesAsync();
        var whole = File.ReadAllBytes(JournalPath);
        Restart(() => File.AppendAllText(JournalPath, "{\"seq\":4,\"inp"));

        Assert.Equal(3, (await ReadAsync()).Entries.Length);

        Assert.Equal(whole, File.ReadAllBytes(JournalPath));
        Assert.Contains("{\"seq\":4,\"inp", Assert.Single(Store.Notes));
        Assert.Contains("{\"seq\":4,\"inp", File.ReadAllText(Folder[Path.Combine(D7, "notes")]));
        Assert.Equal(Offered.Stored, await Store.OfferAsync(D7, Some.Pause("next"), default));
        Assert.Equal(4, (await DecideAllAsync()).Head.Seq);
    }

    [Fact]
    public async Task Every_possible_tear_of_a_commit_leaves_all_of_it_or_nothing()
    {
        await WriteThreeEntriesAsync();
        var before = File.ReadAllBytes(JournalPath);
        foreach (var id in (string[])["a", "b"]) await Store.OfferAsync(D7, Some.Pause(id), default);
        await DecideAllAsync();
        var after = File.ReadAllBytes(JournalPath);
        for (var length = before.Length; length < after.Length; length += 7)
        {
            Restart(() => File.WriteAllBytes(JournalPath, after[..length]));
            var journal = await ReadAsync();
            Assert.Equal(3, journal.Head.Seq);
            Assert.Equal(["a", "b"], journal.Inbox.Ids());
        }

        Restart(() => File.WriteAllBytes(JournalPath, after));
        Assert.Equal(5, (await ReadAsync()).Head.Seq);
    }

    [Fact]
    public async Task Zeros_where_the_last_commit_did_not_reach_the_disk_are_torn_not_tampered()
    {
        await WriteThreeEntriesAsync();
        Restart(() => File.AppendAllText(JournalPath, new string('\0', 300) + "}\n"));

        Assert.Equal(3, (await ReadAsync()).Head.Seq);
        Assert.Single(Store.Notes);
    }

    [Fact]
    public async Task A_torn_last_line_of_the_inbox_is_cut_off_and_the_others_stay()
    {
        await CreateAsync();
        await Store.OfferAsync(D7, Some.Pause("kept"), default);
        Restart(() => File.AppendAllText(InboxPath, "{\"type\":\"pau"));

        Assert.Equal(["start-" + D7, "kept"], (await ReadAsync()).Inbox.Ids());
        Assert.Contains("inbox.jsonl", Assert.Single(Store.Notes));
    }

    [Theory]
    [InlineData("\"a reason\"", "\"b reason\"", "entry 2 was changed after it was written")]
    [InlineData("\"seq\":2", "\"seq\":7", "entry 7 stands where entry 2 should")]
    [InlineData("\"input\"", "\"input", "this is not an entry")]
    [InlineData("\"previous\":\"", "\"previous\":\"0", "entry 2 does not follow the entry before it")]
    public async Task A_changed_line_is_reported_with_file_line_and_what_is_wrong(string from, string to, string what)
    {
        await WriteThreeEntriesAsync();
        Restart(() => ChangeLine(2, line => line.Replace(from, to, StringComparison.Ordinal)));

        var e = await Assert.ThrowsAsync<StoreException>(ReadAsync);
        Assert.StartsWith($"{JournalPath} line 2: {what}", e.Message);
        var report = await Store.VerifyAsync(D7, default);
        Assert.Equal(1, report!.Entries);
        Assert.Equal(2, report.Fault!.Line);
        await Assert.ThrowsAsync<StoreException>(() => Store.OfferAsync(D7, Some.Pause("x"), default));
    }

    [Fact]
    public async Task A_line_taken_out_of_the_middle_is_reported()
    {
        await WriteThreeEntriesAsync();
        Restart(() => ChangeLine(2, _ => null));

        var e = await Assert.ThrowsAsync<StoreException>(ReadAsync);
        Assert.Contains("line 2: entry 3 stands where entry 2 should", e.Message);
    }

    [Fact]
    public async Task A_change_under_a_running_host_is_reported_by_the_next_read_that_touches_it()
    {
        await WriteThreeEntriesAsync();
        ChangeLine(2, line => line.Replace("\"a reason\"", "\"b reason\"", StringComparison.Ordinal));

        Assert.Contains("line 2", (await Assert.ThrowsAsync<StoreException>(ReadAsync)).Message);
        Assert.Equal(2, (await Store.VerifyAsync(D7, default))!.Fault!.Line);
        Assert.Single((await Store.ReadAsync(D7, 2, default))!.Entries);
    }

    [Fact]
    public async Task A_journal_shortened_under_a_running_host_is_reported()
    {
        await WriteThreeEntriesAsync();
        ChangeLine(3, _ => null);

        await Assert.ThrowsAsync<StoreException>(ReadAsync);
        var report = await Store.VerifyAsync(D7, default);
        Assert.Equal("the journal ends here, but 3 entries were written", report!.Fault!.What);
    }

    [Fact]
    public async Task An_untouched_journal_verifies_whole()
    {
        await WriteThreeEntriesAsync();

        Assert.Equal(new JournalReport(D7, 3, null), await Store.VerifyAsync(D7, default));
        Restart(() => { });
        Assert.Equal(new JournalReport(D7, 3, null), await Store.VerifyAsync(D7, default));
        Assert.Null(await Store.VerifyAsync("nobody", default));
    }

    [Fact]
    public async Task A_damaged_line_of_the_inbox_is_reported_with_its_line()
    {
        await CreateAsync();
        await Store.OfferAsync(D7, Some.Pause("a"), default);
        Restart(() => File.WriteAllText(InboxPath, File.ReadAllText(InboxPath).Replace("\"type\":\"start\"", "\"type\":\"stort\"", StringComparison.Ordinal)));

        Assert.StartsWith($"{InboxPath} line 1: this is not an input", (await Assert.ThrowsAsync<StoreException>(ReadAsync)).Message);
    }

    [Fact]
    public async Task A_damaged_rollout_leaves_the_others_alone()
    {
        await WriteThreeEntriesAsync();
        await Store.CreateAsync("other", Some.Plan, Some.Start("other"), default);
        Restart(() => ChangeLine(1, _ => "{}"));

        Assert.Equal(Offered.Stored, await Store.OfferAsync("other", Some.Pause("a"), default));
        Assert.Equal((string[])[D7, "other"], await Store.ListAsync(default));
    }

    [Fact]
    public async Task A_plan_changed_after_the_start_is_reported()
    {
        await CreateAsync();
        File.AppendAllText(Folder[Path.Combine(D7, "plan.yaml")], "# more");

        Assert.Contains("plan.yaml was changed", (await Assert.ThrowsAsync<StoreException>(() => Store.PlanOfAsync(D7, default))).Message);
    }

    [Fact]
    public async Task A_creation_killed_between_write_and_rename_never_happened()
    {
        await CreateAsync();
        Restart(() => Directory.Move(Folder[D7], Folder[".new-0123"]));

        Assert.Empty(await Store.ListAsync(default));
        Assert.False(Directory.Exists(Folder[".new-0123"]));
        Assert.True(await CreateAsync());
    }

    [Fact]
    public async Task Claims_killed_between_write_and_rename_are_those_before()
    {
        await Store.ClaimAsync("first", [GovernedKey.Flag("f")], default);
        Restart(() => File.WriteAllText(Folder[".claims.json.next"], "[{\"key\":"));

        Assert.Equal("first", await Store.OwnerAsync(GovernedKey.Flag("f"), default));
        Assert.Null(await Store.ClaimAsync("second", [GovernedKey.Flag("g")], default));
    }

    [Fact]
    public async Task Damaged_claims_are_reported_and_not_overwritten()
    {
        Restart(() => File.WriteAllText(Folder["claims.json"], "[{\"key\":"));

        await Assert.ThrowsAsync<StoreException>(() => Store.ClaimAsync("first", [GovernedKey.Flag("f")], default));
        Assert.Equal("[{\"key\":", File.ReadAllText(Folder["claims.json"]));
    }

    private async Task WriteThreeEntriesAsync()
    {
        await CreateAsync();
        await DecideAllAsync();
        foreach (var id in (string[])["one", "two"])
        {
            await Store.OfferAsync(D7, Some.Pause(id), default);
            await DecideAllAsync();
        }
    }

    private void ChangeLine(int number, Func<string, string?> change)
    {
        var lines = File.ReadAllLines(JournalPath).Select((line, i) => i == number - 1 ? change(line) : line).OfType<string>();
        File.WriteAllText(JournalPath, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
    }
}
