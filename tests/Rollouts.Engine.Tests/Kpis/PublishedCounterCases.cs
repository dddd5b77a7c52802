using System.Collections.Immutable;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>
/// The cases of Prometheus' own test suite for <c>increase</c> and <c>resets</c> (promql/promqltest/testdata/functions.test), a sample every five minutes.
/// </summary>
/// <remarks>
/// Prometheus extrapolates to the edges of a window, which is an estimate; here nothing is extrapolated, and what is counted is what was seen. So the cases
/// are those where its suite says that no extrapolation happens.
/// </remarks>
public class PublishedCounterCases
{
    private const int Every = 300;

    public static TheoryData<string, double[], double> Increases => new()
    {
        { "0+10x10: increase 100", [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 100 },
        { "0+18x5 0+18x5: increase over 100m is 162", [0, 18, 36, 54, 72, 90, 0, 18, 36, 54, 72], 162 },
        { "10+10x10: increase 100", [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 100 },
        { "1+10x10: increase 100", [1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101], 100 },
        { "0 1 2 3 2 3 4: 3 2 is interpreted the same as 3 0 1 2, increase 7", [0, 1, 2, 3, 2, 3, 4], 7 },
        { "0+27x4 0+27x5: what was seen is 243, of which its rate says 240", [0, 27, 54, 81, 108, 0, 27, 54, 81, 108, 135], 243 },
        { "1 2 3 0 1 0 0 1 2 0: three resets", [1, 2, 3, 0, 1, 0, 0, 1, 2, 0], 5 },
        { "1 2 3 4 5 1 2 3 4 5: one reset", [1, 2, 3, 4, 5, 1, 2, 3, 4, 5], 9 },
        { "0 0 0 0 0 1 1 1 1 1: none", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 1 },
        { "0+10x9 0 10: reset at the end", [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 0, 10], 100 },
    };

    [Theory]
    [MemberData(nameof(Increases))]
    public void Increases_and_resets_are_those_of_Prometheus(string published, double[] values, double expected)
    {
        Assert.NotEmpty(published);
        var end = (values.Length - 1) * Every;
        Assert.Equal(new Increase(expected, At(0)), CounterWindow.IncreaseOver(Trailing(0, end), Series(values)));
    }

    /// <summary>Its suite has the series 0 NaN 0, whose changes are counted; an increase over it is no number there, and no data here.</summary>
    [Fact]
    public void A_counter_that_was_no_number_is_no_data()
    {
        Assert.Null(CounterWindow.IncreaseOver(Trailing(0, 3 * Every), Series(0, double.NaN, 0, 1)));
        Assert.Null(CounterWindow.IncreaseOver(Trailing(0, 2 * Every), Series(double.NaN, double.NaN, double.NaN)));
    }

    [Fact]
    public void A_ratio_whose_denominator_did_not_rise_is_no_data_whatever_is_above_the_line()
    {
        foreach (var above in new double[] { 0, 5 })
        {
            var reading = Read(Series(0, 0, above), Series(7, 7, 7));
            Assert.Equal((null, null, 0, "nothing was counted below the line"), (reading.Value, reading.Error, reading.Samples, reading.Note));
        }
    }

    [Fact]
    public void A_ratio_whose_counters_were_both_reset_counts_what_came_after()
    {
        var reading = Read(Series(90, 100, 5), Series(900, 1000, 20));
        Assert.Equal((0.125, 15, 120), (reading.Value, reading.Numerator, reading.Denominator));
    }

    [Fact]
    public void Rolling_windows_see_only_what_happened_in_them()
    {
        var series = Series(0, 10, 10, 10, 13, 13);
        Assert.Equal([10d, 0, 0, 3, 0], Enumerable.Range(0, 5).Select(step => CounterWindow.IncreaseOver(Trailing(step * Every, (step + 1) * Every), series)!.Value.Value));
        Assert.Equal([10d, 0, 3, 3], Enumerable.Range(0, 4).Select(step => CounterWindow.IncreaseOver(Trailing(step * Every, (step + 2) * Every), series)!.Value.Value));
    }

    [Fact]
    public void Buckets_with_a_count_that_is_no_number_are_no_data()
    {
        Assert.Null(HistogramQuantile.Of(0.5, [new(0.1, 1), new(1, double.NaN), new(double.PositiveInfinity, 4)]));
        Assert.Null(HistogramQuantile.Of(0.5, [new(0.1, 1), new(1, 2), new(double.PositiveInfinity, double.NaN)]));
        Assert.Null(HistogramQuantile.Of(0.5, [new(0.1, 0), new(double.PositiveInfinity, 0)]));
    }

    /// <summary>The two edges that the documentation of <c>histogram_quantile</c> names.</summary>
    [Fact]
    public void The_highest_bucket_gives_its_lower_bound_and_the_lowest_begins_at_zero()
    {
        Assert.Equal(1, HistogramQuantile.Of(0.99, [new(0.5, 10), new(1, 20), new(double.PositiveInfinity, 100)]));
        Assert.Equal(0.25, HistogramQuantile.Of(0.5, [new(0.5, 10), new(1, 10), new(double.PositiveInfinity, 10)]));
        Assert.Equal(-1, HistogramQuantile.Of(0.5, [new(-1, 10), new(1, 10), new(double.PositiveInfinity, 10)]));
    }

    private static ImmutableArray<Sample> Series(params double[] values) => [.. values.Select((value, i) => new Sample(At(i * Every), value))];

    private static Reading Read(ImmutableArray<Sample> above, ImmutableArray<Sample> below)
    {
        var at = 2 * Every;
        return new WindowReading(Ratio("failed", "total").Over(at, at), At(at)).Ratio(above, below);
    }
}
