using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public class GaugeWindowTests
{
    private static readonly System.Collections.Immutable.ImmutableArray<Sample> Kept =
        Samples((0, 50), (10, 4), (20, 8), (30, 2), (40, 6));

    [Theory]
    [InlineData(Aggregate.Last, 6, 40)]
    [InlineData(Aggregate.Max, 8, 10)]
    [InlineData(Aggregate.Min, 2, 10)]
    public void Aggregates_are_of_the_samples_inside_the_window(Aggregate aggregate, double value, double from)
    {
        Assert.Equal(new Level(value, 4, At(from)), GaugeWindow.Over(Trailing(5, 40), Kept, aggregate));
    }

    [Fact]
    public void The_average_weighs_each_level_by_the_time_it_held()
    {
        var level = GaugeWindow.Over(Trailing(5, 45), Kept, Aggregate.Average)!.Value;
        Assert.Equal((50 * 5 + 4 * 10 + 8 * 10 + 2 * 10 + 6 * 5) / 40.0, level.Value, 9);
        Assert.Equal((4, At(5)), (level.Samples, level.From));
    }

    [Fact]
    public void Uneven_samples_do_not_pull_the_average()
    {
        var level = GaugeWindow.Over(Trailing(0, 100), Samples((0, 10), (50, 10), (51, 99), (52, 10), (53, 10), (100, 10)), Aggregate.Average)!.Value;
        Assert.Equal((99 * 10 + 99) / 100.0, level.Value, 9);
    }

    [Fact]
    public void The_last_level_needs_no_history_and_the_largest_does()
    {
        var one = Samples((99, 3));
        Assert.Equal(3, GaugeWindow.Over(Trailing(0, 100), one, Aggregate.Last)!.Value.Value);
        Assert.Null(GaugeWindow.Over(Trailing(0, 100), one, Aggregate.Max));
        Assert.Equal(3, GaugeWindow.Over(SinceStart(0, 100), one, Aggregate.Max)!.Value.Value);
    }

    [Fact]
    public void A_level_that_is_no_longer_read_is_no_data()
    {
        Assert.Null(GaugeWindow.Over(Trailing(0, 100), Kept, Aggregate.Last));
        Assert.Null(GaugeWindow.Over(Trailing(50, 100), Kept, Aggregate.Last));
    }
}
