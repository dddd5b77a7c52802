using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of samples must keep to.</summary>
public abstract class SampleStoreContract : IAsyncLifetime
{
    private const string Series = "error_rate{channel=\"Beta / ü\"}";

    protected abstract ISampleStore Store { get; }

    protected abstract Task ReopenAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private static DateTimeOffset At(double minutes) => Some.Noon.AddMinutes(minutes);

    private Task AppendAsync(params (double Minutes, double Value)[] samples) =>
        Store.AppendAsync([.. samples.Select(one => (Series, new Sample(At(one.Minutes), one.Value)))], default);

    private async Task<IEnumerable<(double, double)>> ReadAsync(double from, double until) =>
        (await Store.ReadAsync(Series, At(from), At(until), default)).Select(sample => ((sample.At - Some.Noon).TotalMinutes, sample.Value));

    [Fact]
    public async Task A_series_that_was_never_written_is_empty() => Assert.Empty(await ReadAsync(-1e6, 1e6));

    [Fact]
    public async Task A_window_has_both_ends_and_the_last_sample_before()
    {
        await AppendAsync((0, 1), (5, 2), (10, 3), (15, 4), (20, 5));

        Assert.Equal([(0, 1), (5, 2), (10, 3), (15, 4)], await ReadAsync(5, 15));
        Assert.Equal([(5, 2), (10, 3)], await ReadAsync(6, 14));
        Assert.Equal([(0, 1)], await ReadAsync(-5, 0));
        Assert.Equal([(20, 5)], await ReadAsync(100, 200));
        Assert.Empty(await ReadAsync(-10, -5));
    }

    [Fact]
    public async Task Of_two_samples_of_one_time_the_first_stays()
    {
        await AppendAsync((0, 1), (5, 2), (5, 3));
        await AppendAsync((5, 4), (0, 5));

        Assert.Equal([(0, 1), (5, 2)], await ReadAsync(0, 10));
    }

    [Fact]
    public async Task Samples_that_come_late_are_put_in_their_place()
    {
        await AppendAsync((10, 3), (0, 1));
        await AppendAsync((5, 2));
        await AppendAsync((15, 4));

        Assert.Equal([(0, 1), (5, 2), (10, 3), (15, 4)], await ReadAsync(0, 15));
    }

    [Fact]
    public async Task Windows_reach_over_days_and_gaps()
    {
        const double day = 24 * 60;
        await AppendAsync((-5 * day, 1), (0, 2), (day, 3), (3 * day, 4));

        Assert.Equal([(0, 2), (day, 3), (3 * day, 4)], await ReadAsync(1, 3 * day));
        Assert.Equal([(-5 * day, 1), (0, 2)], await ReadAsync(-2 * day, 0));
        Assert.Equal([(-5 * day, 1), (0, 2), (day, 3), (3 * day, 4)], await ReadAsync(-9 * day, 9 * day));
    }

    [Fact]
    public async Task Series_do_not_see_each_other()
    {
        await Store.AppendAsync([("a", new Sample(At(0), 1)), ("A", new Sample(At(0), 2)), ("a/b", new Sample(At(0), 3))], default);

        Assert.Equal(1, (await Store.ReadAsync("a", At(0), At(0), default)).Single().Value);
        Assert.Equal(2, (await Store.ReadAsync("A", At(0), At(0), default)).Single().Value);
        Assert.Equal(3, (await Store.ReadAsync("a/b", At(0), At(0), default)).Single().Value);
    }

    [Fact]
    public async Task Values_and_times_come_back_exactly_also_after_a_restart()
    {
        double[] values = [0.1 + 0.2, -1e-300, double.MaxValue, 0];
        var samples = values.Select((value, i) => new Sample(new DateTimeOffset(Some.Noon.Ticks + i, TimeSpan.Zero), value)).ToList();
        await Store.AppendAsync([.. samples.Select(sample => (Series, sample))], default);

        await ReopenAsync();

        Assert.Equal(samples, await Store.ReadAsync(Series, At(0), At(1), default));
    }

    [Fact]
    public async Task A_time_is_the_same_in_every_offset()
    {
        var elsewhere = new DateTimeOffset(2026, 3, 3, 1, 0, 0, TimeSpan.FromHours(5));
        await Store.AppendAsync([(Series, new Sample(elsewhere, 7))], default);

        var sample = (await Store.ReadAsync(Series, elsewhere.ToUniversalTime(), elsewhere.ToOffset(TimeSpan.FromHours(-9)), default)).Single();
        Assert.Equal(elsewhere, sample.At);
    }

    [Fact]
    public async Task Appending_from_many_sides_at_once_loses_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => AppendAsync((n, n)))));

        Assert.Equal(Enumerable.Range(0, 100).Select(n => ((double)n, (double)n)), await ReadAsync(0, 100));
    }
}
