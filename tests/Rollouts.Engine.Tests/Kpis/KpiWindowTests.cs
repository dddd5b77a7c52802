using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public class KpiWindowTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Without_a_length_the_window_began_with_the_attempt() =>
        Assert.Equal(SinceStart(10, 100), KpiWindow.Of(new(new("m", null, ""), At(10)), At(100)));

    [Fact]
    public void A_trailing_window_ends_now_although_it_was_wanted_a_while_ago() =>
        Assert.Equal(Trailing(40, 100), KpiWindow.Of(new(new("m", Minute, ""), At(10)), At(100)));

    [Fact]
    public void A_trailing_window_that_was_cut_began_with_the_attempt() =>
        Assert.Equal(SinceStart(70, 100), KpiWindow.Of(new(new("m", Minute, ""), At(70)), At(100)));

    [Fact]
    public void The_baseline_has_the_same_length_and_ends_where_the_launch_began()
    {
        Assert.Equal(Trailing(-50, 10), KpiWindow.Of(new(new("m", Minute, ReadingKey.Baseline), At(10)), At(100)));
        Assert.Equal(Trailing(-80, 10), KpiWindow.Of(new(new("m", null, ReadingKey.Baseline), At(10)), At(100)));
    }
}
