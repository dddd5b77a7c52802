using System.Collections.Immutable;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class SlackTables(Emulators emulators)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Of_all_who_begin_a_post_one_is_the_first()
    {
        var table = await TableAsync();
        var attempts = Enumerable.Range(0, 8).Select(_ => new TableAttempts(table, TimeProvider.System)).ToArray();

        var first = await Task.WhenAll(attempts.Select(each => each.BeginAsync("d7", "12.1@C0LAUNCH", Noon, default)));

        Assert.Single(first, true);
        Assert.True(await attempts[0].BeginAsync("d7", "12.1@C0FALLBACK", Noon, default));
        Assert.True(await attempts[0].BeginAsync("d8", "12.1@C0LAUNCH", Noon, default));
    }

    [Fact]
    public async Task Memberships_are_kept_for_other_processes_however_many_they_are()
    {
        var table = await TableAsync();
        Assert.Null(await new TableMemberships(table).ReadAsync(default));
        await new TableMemberships(table).WriteAsync(Of(20_000), default);
        Assert.Equal(20_000, (await new TableMemberships(table).ReadAsync(default))!.Groups["S0TEAM"].Members.Length);

        await new TableMemberships(table).WriteAsync(Of(2), default);

        var kept = (await new TableMemberships(table).ReadAsync(default))!;
        Assert.Equal("U000000000 U000000001", string.Join(' ', kept.Groups["S0TEAM"].Members));
        Assert.Equal(Noon, kept.Groups["S0TEAM"].At);
        Assert.Equal(new SlackMemberships.Person(true, false, Noon), kept.People["U0BOT"]);
    }

    private static SlackMemberships Of(int members) => new(
        Sorted.Empty<SlackMemberships.Group>().Add("S0TEAM", new([.. Enumerable.Range(0, members).Select(i => FormattableString.Invariant($"U{i:000000000}"))], Noon)),
        Sorted.Empty<SlackMemberships.Person>().Add("U0BOT", new(true, false, Noon)));

    private async Task<TableClient> TableAsync()
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        return table;
    }
}
