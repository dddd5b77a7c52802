using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of raw events must keep to.</summary>
public abstract class EventStoreContract : IAsyncLifetime
{
    protected abstract IEventStore Store { get; }

    protected abstract Task ReopenAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private static DateTimeOffset At(double minutes) => Some.Noon.AddMinutes(minutes);

    private static RawEvent Event(string id, double minutes, string name = "upload", params (string Field, EventValue Value)[] fields) =>
        new(id, At(minutes), name, [.. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))]);

    private Task<EventsTaken> AppendAsync(params ImmutableArray<RawEvent> events) => Store.AppendAsync("app", events, default);

    private async Task<IEnumerable<string>> ReadAsync(double from, double until, string name = "upload") =>
        (await Store.ReadAsync("app", name, At(from), At(until), default)).Select(raw => raw.Id);

    [Fact]
    public async Task A_stream_that_was_never_written_is_empty()
    {
        Assert.Empty(await ReadAsync(-1e6, 1e6));
        Assert.Null(await Store.SpanAsync("app", At(1e6), default));
        Assert.Empty(await Store.LatestAsync("app", 10, default));
    }

    [Fact]
    public async Task A_window_begins_after_its_start_and_has_its_end()
    {
        await AppendAsync(Event("a", 0), Event("b", 5), Event("c", 10), Event("d", 15), Event("other", 7, "download"));

        Assert.Equal(["b", "c"], await ReadAsync(0, 10));
        Assert.Equal(["a", "b", "c", "d"], await ReadAsync(-1, 15));
        Assert.Empty(await ReadAsync(10, 14.9));
        Assert.Equal(["other"], await ReadAsync(0, 10, "download"));
    }

    [Fact]
    public async Task An_event_counts_once_by_its_id_and_the_first_stays()
    {
        Assert.Equal(new EventsTaken(2, 1), await AppendAsync(Event("a", 0), Event("b", 1), Event("a", 2)));
        Assert.Equal(new EventsTaken(1, 2), await AppendAsync(Event("b", 9), Event("c", 3), Event("a", 0)));

        Assert.Equal(["a", "b", "c"], await ReadAsync(-1, 10));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart_and_known()
    {
        await AppendAsync(Event("a", 0, "upload", ("seconds", EventValue.Of(0.1 + 0.2)), ("text", EventValue.Of("ü \"q\"\n2")), ("ok", EventValue.Of(true))), Event("b", 1));
        await ReopenAsync();

        Assert.Equal(new EventsTaken(1, 2), await AppendAsync(Event("a", 0), Event("b", 1), Event("c", 2)));
        var first = (await Store.ReadAsync("app", "upload", At(-1), At(0), default)).Single();
        Assert.Equal((At(0), 0.1 + 0.2), (first.At, first["seconds"]!.Value.Number));
        Assert.Equal(["0.30000000000000004", "ü \"q\"\n2", "true"], first.Fields.Select(field => field.Value.Text));
    }

    [Fact]
    public async Task Events_that_come_late_are_put_in_their_place()
    {
        await AppendAsync(Event("c", 10));
        await AppendAsync(Event("a", -2000), Event("b", 5), Event("d", 12));

        Assert.Equal(["a", "b", "c", "d"], await ReadAsync(-3000, 20));
    }

    [Fact]
    public async Task The_span_is_of_every_name_and_knows_nothing_of_later()
    {
        await AppendAsync(Event("a", 5), Event("b", 0, "download"), Event("c", 20, "download"));

        Assert.Equal(new EventSpan(At(0), At(20)), await Store.SpanAsync("app", At(20), default));
        Assert.Equal(new EventSpan(At(0), At(5)), await Store.SpanAsync("app", At(19), default));
        Assert.Null(await Store.SpanAsync("app", At(-1), default));
    }

    [Fact]
    public async Task The_latest_are_of_every_name_in_order_of_time()
    {
        await AppendAsync(Event("a", 5), Event("b", 0, "download"), Event("c", 20, "download"), Event("d", 10));

        Assert.Equal(["a", "d", "c"], (await Store.LatestAsync("app", 3, default)).Select(raw => raw.Id));
    }

    [Fact]
    public async Task Streams_do_not_see_each_other()
    {
        await AppendAsync(Event("a", 0));
        Assert.Equal(new EventsTaken(1, 0), await Store.AppendAsync("staging", [Event("a", 1)], default));

        Assert.Equal(At(0), (await Store.ReadAsync("app", "upload", At(-1), At(9), default)).Single().At);
        Assert.Equal(At(1), (await Store.ReadAsync("staging", "upload", At(-1), At(9), default)).Single().At);
    }

    [Fact]
    public async Task The_same_deliveries_from_many_sides_at_once_are_taken_once()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(() => AppendAsync(Event($"{n % 20}", n % 20), Event($"x{n}", 30)))));

        Assert.Equal(20 + 60, taken.Sum(each => each.Taken));
        Assert.Equal(20, (await ReadAsync(-1, 29)).Count());
    }
}
