using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class SampleFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TimeAt time = TimeAt.Of(Some.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_crash_left_of_a_last_sample_is_not_counted_and_overwritten()
    {
        await AppendAsync(Open(), 0, 1);
        var file = Directory.GetFiles(folder.Path, "*.samples", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, "torn!");

        var store = Open();
        Assert.Equal([0d, 1], (await ReadAsync(store)).Select(sample => sample.Value));
        await AppendAsync(store, 2);
        Assert.Equal([0d, 1, 2], (await ReadAsync(store)).Select(sample => sample.Value));
    }

    [Fact]
    public async Task Samples_older_than_the_retention_are_deleted_once_a_day()
    {
        var store = Open();
        await AppendAsync(store, 0);
        time.Now += TimeSpan.FromDays(90);
        await store.AppendAsync([("other", new Sample(time.Now, 1))], default);
        Assert.Single(await ReadAsync(store));

        time.Now += TimeSpan.FromDays(1);
        await store.AppendAsync([("other", new Sample(time.Now, 2))], default);
        Assert.Empty(await ReadAsync(store));
    }

    [Fact]
    public async Task A_sample_takes_sixteen_bytes()
    {
        await AppendAsync(Open(), 0, 1, 2);

        Assert.Equal(48, new FileInfo(Directory.GetFiles(folder.Path, "*.samples", SearchOption.AllDirectories).Single()).Length);
    }

    private SampleFiles Open() => new(folder.Path, time);

    private static Task AppendAsync(SampleFiles store, params int[] minutes) =>
        store.AppendAsync([.. minutes.Select(minute => ("uploads", new Sample(Some.Noon.AddMinutes(minute), minute)))], default);

    private static async Task<IEnumerable<Sample>> ReadAsync(SampleFiles store) =>
        await store.ReadAsync("uploads", Some.Noon, Some.Noon.AddDays(1), default);
}
