using System.Collections.Immutable;

namespace Rollouts.Simulation.Tests;

public class SeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1%", 15, 60, 0.01)]
    [InlineData("1%, from 45m 13%", 15, 60, 0.13)]
    [InlineData("1%, from 45m 13%", 30, 60, 0.07)]
    [InlineData("1%, from 45m 13%, from 50m 1%", 30, 60, 0.03)]
    [InlineData("0% to 12% over 1h", 30, 60, 0.09)]
    [InlineData("0%, from 30m 10% to 20% over 10m", 20, 50, 0.175)]
    [InlineData("10% of 100 per hour, from 30m 20% of 300 per hour", 60, 60, 0.175)]
    [InlineData("gone, from 45m 8%", 30, 60, 0.08)]
    public void A_ratio_over_a_window_weighs_its_shares_by_traffic(string text, int window, int at, double expected) =>
        Assert.Equal(expected, Read(Measure.Ratio, Unit.Ratio, text, window, at).Value!.Value, 9);

    [Theory]
    [InlineData("24 per day", 60, 120, 1)]
    [InlineData("24 per day, from 1h 48 per day", 120, 120, 3)]
    [InlineData("0, 2 at 30m, 1 at 1h 30m", 60, 120, 1)]
    [InlineData("2 at 30m, 1 at 1h 30m", 120, 120, 3)]
    [InlineData("500", 60, 120, 500)]
    public void A_counter_over_a_window_counts_what_happened_in_it(string text, int window, int at, double expected) =>
        Assert.Equal(expected, Read(Measure.Counter, Unit.Count, text, window, at).Value);

    [Theory]
    [InlineData(Aggregate.Last, 30)]
    [InlineData(Aggregate.Max, 90)]
    [InlineData(Aggregate.Min, 10)]
    [InlineData(Aggregate.Average, 40)]
    public void A_gauge_over_a_window_takes_what_the_plan_says(Aggregate take, double expected) =>
        Assert.Equal(expected, Read(Measure.Gauge, Unit.Count, "10, from 20m 90, from 40m 30 to 10 over 20m, from 60m 30", 60, 60, take).Value!.Value, 9);

    [Theory]
    [InlineData("90 s", 60, 90, 90)]
    [InlineData("90 s, from 30m 4 min, from 35m 90 s", 20, 90, 90)]
    [InlineData("90 s, from 45m 4 min", 15, 240, 240)]
    [InlineData("90 s, from 30m 4 min, from 35m 90 s", 60, 92, 120)]
    [InlineData("90 s, from 30m 4 min", 60, 166, 190)]
    [InlineData("1 s of 1,000 per hour, from 30m 9 s of 10 per hour", 60, 1, 1.5)]
    public void A_percentile_over_a_window_is_that_of_all_its_samples_and_no_average(string text, int window, double atLeast, double atMost) =>
        Assert.InRange(Read(Measure.Computed, Unit.Duration, text, window, 60).Value!.Value, atLeast, atMost + 1e-6);

    [Theory]
    [InlineData(Measure.Ratio, "0% of 0")]
    [InlineData(Measure.Ratio, "50% of 1 per day")]
    [InlineData(Measure.Histogram, "0 of 0")]
    public void Where_nothing_was_counted_a_share_or_a_percentile_has_no_value(Measure measure, string text) =>
        Assert.Null(Read(measure, measure == Measure.Ratio ? Unit.Ratio : Unit.Count, text, 60, 60).Value);

    [Fact]
    public void The_sample_size_is_that_of_every_reading_or_that_of_the_window()
    {
        Assert.Equal(2000, Read(Measure.Ratio, Unit.Ratio, "1% of 2,000", 15, 60).Samples);
        Assert.Equal(12, Read(Measure.Ratio, Unit.Ratio, "1% of 48 samples per hour", 15, 60).Samples);
    }

    [Fact]
    public void Nothing_is_no_data_and_a_source_that_fails_is_an_error()
    {
        var gone = Read(Measure.Ratio, Unit.Ratio, "1%, from 30m gone", 15, 60);
        Assert.Equal((null, null), (gone.Value, gone.Error));
        Assert.NotNull(Read(Measure.Ratio, Unit.Ratio, "1%, from 30m error", 60, 60).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("1% of many")]
    [InlineData("1%, from 3x 2%")]
    [InlineData("1% per day")]
    [InlineData("1% to 2%")]
    [InlineData("2 at 3d")]
    public void What_is_no_series_is_not_read(string text) =>
        Assert.False(SeriesText.TryRead(text, MetricOf(Measure.Ratio, Unit.Ratio, Aggregate.Last), Start, time => MomentTime.TryTime(time, Start, "UTC"), out _, out _));

    private static Reading Read(Measure measure, Unit unit, string text, int windowMinutes, int atMinutes, Aggregate take = Aggregate.Last)
    {
        var metric = MetricOf(measure, unit, take);
        Assert.True(SeriesText.TryRead(text, metric, Start, time => MomentTime.TryTime(time, Start, "UTC"), out var series, out var fault), fault);
        var at = Start.AddMinutes(atMinutes);
        return SeriesWindow.Read(metric, series, new("m", TimeSpan.FromMinutes(windowMinutes), ""), at.AddMinutes(-windowMinutes), at);
    }

    private static Metric MetricOf(Measure measure, Unit unit, Aggregate take) =>
        new("m", unit, measure, "here", Sorted.Empty<string>(), null, null, null, take, 0, EmptyPolicy.NoData, null);
}
