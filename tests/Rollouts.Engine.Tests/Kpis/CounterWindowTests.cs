using FsCheck;
using FsCheck.Fluent;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public class CounterWindowTests
{
    [Fact]
    public void The_increase_is_counted_from_the_last_sample_at_or_before_the_start()
    {
        var increase = CounterWindow.IncreaseOver(Trailing(10, 60), Samples((0, 90), (8, 100), (20, 105), (30, 111), (40, 112), (50, 120), (60, 130)));
        Assert.Equal(new Increase(30, At(8)), increase);
    }

    [Fact]
    public void A_sample_exactly_at_the_start_is_the_base()
    {
        var increase = CounterWindow.IncreaseOver(Trailing(10, 30), Samples((0, 1), (10, 2), (20, 5), (30, 9)));
        Assert.Equal(new Increase(7, At(10)), increase);
    }

    [Fact]
    public void A_base_older_than_twice_the_spacing_is_not_used()
    {
        var increase = CounterWindow.IncreaseOver(Trailing(100, 200), Samples((75, 0), (105, 50), (115, 51), (125, 52), (135, 53), (145, 54), (195, 58)));
        Assert.Equal(new Increase(8, At(105)), increase);
    }

    [Fact]
    public void A_base_is_never_older_than_half_the_window_whatever_the_spacing()
    {
        Assert.Null(CounterWindow.IncreaseOver(Trailing(240, 300), Samples((0, 10), (300, 60))));
    }

    [Fact]
    public void A_counter_that_falls_was_reset_and_counts_from_zero()
    {
        var increase = CounterWindow.IncreaseOver(Trailing(0, 50), Samples((0, 100), (10, 110), (20, 3), (30, 8), (40, 1), (50, 2)));
        Assert.Equal(10 + 3 + 5 + 1 + 1, increase!.Value.Value);
    }

    [Fact]
    public void A_trailing_window_that_was_seen_in_part_is_no_data()
    {
        Assert.Null(CounterWindow.IncreaseOver(Trailing(0, 100), Samples((40, 1), (50, 2), (60, 3), (70, 4), (80, 5), (90, 6), (100, 7))));
    }

    [Fact]
    public void A_window_that_began_with_the_attempt_counts_from_the_first_sample_there_is()
    {
        var increase = CounterWindow.IncreaseOver(SinceStart(0, 100), Samples((40, 1), (50, 2), (60, 3), (70, 4), (80, 5), (90, 6), (100, 7)));
        Assert.Equal(new Increase(6, At(40)), increase);
    }

    [Fact]
    public void One_missed_sample_at_the_start_is_tolerated()
    {
        var increase = CounterWindow.IncreaseOver(Trailing(0, 100), Samples((20, 2), (30, 3), (40, 4), (50, 5), (60, 6), (70, 7), (80, 8), (90, 9), (100, 10)));
        Assert.Equal(new Increase(8, At(20)), increase);
    }

    [Fact]
    public void A_counter_that_fell_silent_before_the_end_is_no_data()
    {
        Assert.Null(CounterWindow.IncreaseOver(Trailing(0, 100), Samples((0, 0), (10, 1), (20, 2), (30, 3), (40, 4), (50, 5))));
    }

    [Fact]
    public void One_sample_is_no_increase()
    {
        Assert.Null(CounterWindow.IncreaseOver(SinceStart(0, 100), Samples((99, 7))));
        Assert.Null(CounterWindow.IncreaseOver(SinceStart(0, 100), []));
    }

    [Fact]
    public void A_ratio_is_counted_over_one_window_for_both_parts()
    {
        var both = CounterWindow.Both(
            SinceStart(0, 50),
            Samples((20, 0), (30, 1), (40, 2), (50, 3)),
            Samples((0, 0), (10, 100), (20, 110), (30, 120), (40, 130), (50, 140)));
        Assert.Equal((new Increase(3, At(20)), new Increase(30, At(20))), both!.Value);
    }

    [Fact]
    public void The_increase_is_the_sum_of_what_was_counted_however_often_the_counter_was_reset()
    {
        var steps = Gen.Choose(0, 20).SelectMany(by => Gen.Choose(0, 5).Select(reset => (By: by, Reset: reset == 0))).NonEmptyListOf();
        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var (value, counted, samples) = (1000.0, 0.0, new List<(double, double)> { (0, 1000) });
            foreach (var (by, reset) in list)
            {
                // A reset shows only where the counter is lower than before; below 1000 it always is after these few steps.
                value = reset && by < value ? by : value + by;
                counted += by;
                samples.Add((samples.Count * 5, value));
            }

            var increase = CounterWindow.IncreaseOver(Trailing(0, list.Count * 5), Samples([.. samples]));
            return increase == new Increase(counted, At(0));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Windows_side_by_side_add_up_to_the_window_over_both()
    {
        Prop.ForAll(Gen.Choose(0, 1000).ArrayOf(20).ToArbitrary(), values =>
        {
            var samples = Samples([.. values.Select((value, i) => (i * 10.0, (double)value))]);
            var whole = CounterWindow.IncreaseOver(Trailing(0, 190), samples)!.Value.Value;
            return whole == CounterWindow.IncreaseOver(Trailing(0, 100), samples)!.Value.Value + CounterWindow.IncreaseOver(Trailing(100, 190), samples)!.Value.Value;
        }).QuickCheckThrowOnFailure();
    }
}
