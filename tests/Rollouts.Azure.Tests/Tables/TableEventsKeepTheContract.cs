using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TableEventsKeepTheContract(Emulators emulators) : EventStoreContract
{
    private TableClient table = null!;
    private TableEvents events = null!;

    protected override IEventStore Store => events;

    public override async Task InitializeAsync()
    {
        table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        events = At(Some.Noon.AddHours(1));
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    private TableEvents At(DateTimeOffset now) => new(table, new StandingClock(now));

    private static RawEvent Event(int n, DateTimeOffset at, int chars = 0) => new(FormattableString.Invariant($"e{n}"), at, "upload", [new("text", EventValue.Of(new string('ü', chars)))]);

    [Fact]
    public async Task A_delivery_larger_than_a_transaction_and_a_window_larger_than_a_page_are_whole()
    {
        var delivery = Enumerable.Range(0, 1100).Select(n => Event(n, Some.Noon.AddSeconds(n), n % 50 == 0 ? 1000 : 3)).ToArray();

        Assert.Equal(new EventsTaken(1100, 0), await Store.AppendAsync("app", [.. delivery], default));
        Assert.Equal(new EventsTaken(1, 1100), await Store.AppendAsync("app", [.. delivery, Event(1100, Some.Noon)], default));

        var read = await Store.ReadAsync("app", "upload", Some.Noon, Some.Noon.AddSeconds(1099), default);
        Assert.Equal(Enumerable.Range(1, 1099).Select(n => FormattableString.Invariant($"e{n}")), read.Select(raw => raw.Id));
        Assert.Equal(3 * 1101, await RowsAsync());
    }

    [Fact]
    public async Task What_is_older_than_is_kept_goes_when_something_new_comes()
    {
        await Store.AppendAsync("app", [.. Enumerable.Range(0, 120).Select(n => Event(n, Some.Noon))], default);
        var later = Some.Noon.AddDays(91);

        await At(later).AppendAsync("app", [Event(1000, later)], default);
        await At(later).AppendAsync("app", [Event(1001, later)], default);

        Assert.Equal(new EventSpan(later, later), await Store.SpanAsync("app", later, default));
        Assert.Equal(3 * 2, await RowsAsync());
    }

    private async Task<int> RowsAsync()
    {
        var count = 0;
        await foreach (var _ in table.QueryAsync<TableEntity>(select: ["RowKey"])) count++;
        return count;
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
