using System.Text;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class EventFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TimeAt time = TimeAt.Of(Some.Noon);

    public void Dispose() => folder.Dispose();

    private EventFiles Open() => new(folder.Path, time);

    private static RawEvent Event(string id, DateTimeOffset at) => new(id, at, "upload", []);

    private string Day(string day) => Path.Combine(folder.Path, "app", day + ".jsonl");

    private static async Task<IEnumerable<string>> IdsAsync(EventFiles store) =>
        (await store.ReadAsync("app", "upload", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Select(raw => raw.Id);

    [Fact]
    public async Task A_delivery_that_a_crash_cut_off_is_not_half_there_and_can_be_sent_again()
    {
        using (var store = Open()) await store.AppendAsync("app", [Event("a", Some.Noon)], default);
        var whole = await File.ReadAllBytesAsync(Day("2026-03-02"));
        using (var store = Open()) await store.AppendAsync("app", [Event("b", Some.Noon), Event("c", Some.Noon)], default);
        var both = await File.ReadAllBytesAsync(Day("2026-03-02"));

        for (var length = whole.Length; length < both.Length; length += 7)
        {
            await File.WriteAllBytesAsync(Day("2026-03-02"), both[..length]);
            using var store = Open();
            Assert.Equal(["a"], await IdsAsync(store));
            Assert.Equal(new EventsTaken(2, 0), await store.AppendAsync("app", [Event("b", Some.Noon), Event("c", Some.Noon)], default));
            Assert.Equal(["a", "b", "c"], await IdsAsync(store));
            Assert.Equal(both, await File.ReadAllBytesAsync(Day("2026-03-02")));
        }
    }

    [Fact]
    public async Task A_line_that_is_not_what_was_written_stops_the_stream_with_its_place()
    {
        using (var store = Open()) await store.AppendAsync("app", [Event("a", Some.Noon)], default);
        await File.WriteAllTextAsync(Day("2026-03-02"), "[{\"id\":\"a\"}]\n", Encoding.UTF8);

        using var again = Open();
        var fault = await Assert.ThrowsAsync<StoreException>(() => again.SpanAsync("app", Some.Noon, default));
        Assert.Contains("2026-03-02.jsonl line 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_older_than_the_retention_are_forgotten_and_their_files_deleted()
    {
        using var store = Open();
        await store.AppendAsync("app", [Event("a", Some.Noon)], default);
        time.Now += TimeSpan.FromDays(89);
        await store.AppendAsync("app", [Event("b", time.Now)], default);
        Assert.Equal(["a", "b"], await IdsAsync(store));

        time.Now += TimeSpan.FromDays(3);
        await store.AppendAsync("app", [Event("c", time.Now)], default);
        Assert.Equal(["b", "c"], await IdsAsync(store));
        Assert.False(File.Exists(Day("2026-03-02")));
        Assert.True(File.Exists(Day("2026-05-30")));
    }
}
