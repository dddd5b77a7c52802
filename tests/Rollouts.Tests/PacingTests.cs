namespace Rollouts.Tests;

/// <summary>Time that goes by with waiting for people is told from time in which the launch gets on.</summary>
public sealed class PacingTests
{
    [Fact]
    public void A_launch_progresses_through_its_shortest_duration_and_then_waits_for_the_people_it_asks()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        Assert.Equal(Pace.Progressing, PaceOf(launch));
        launch.Virtual.RunFor(TimeSpan.FromDays(30), () => launch.Request() is not null);
        Assert.Equal(Pace.WaitingForPeople, PaceOf(launch));
        foreach (var role in launch.Request()!.Roles) launch.Approve(Actor.Of(role + "-person"));
        launch.Minutes(5);
        Assert.Equal(Pace.Progressing, PaceOf(launch));
    }

    [Fact]
    public void Data_that_is_missing_is_waited_for_from_nobody()
    {
        var launch = new TestLaunch { World = { ["errors"] = null } };
        launch.Days(10);
        Assert.Equal(Pace.Progressing, PaceOf(launch));
    }

    [Fact]
    public void A_pause_holds_a_way_back_rolls_back_and_the_end_is_no_pace()
    {
        var launch = new TestLaunch();
        Assert.Null(Pacing.Of(launch.Plan, RolloutState.New, TestLaunch.Begin));
        launch.GoTo("P1");
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "lunch"));
        Assert.Equal(Pace.Held, PaceOf(launch));
        launch.Virtual.Fate = _ => new Simulation.EffectFate.Hangs();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, null, null, "errors"));
        Assert.Equal(Pace.RollingBack, PaceOf(launch));
    }

    [Fact]
    public void A_freeze_of_the_calendar_is_told_as_such()
    {
        var plan = TestPlan.Plan with { Freezes = [new(TestLaunch.Begin.AddDays(2), TestLaunch.Begin.AddDays(4), "holidays")] };
        var launch = new TestLaunch(plan);
        launch.Days(3);
        Assert.Equal(Pace.Frozen, PaceOf(launch));
        launch.Days(2);
        Assert.NotEqual(Pace.Frozen, PaceOf(launch));
    }

    private static Pace? PaceOf(TestLaunch launch) => Pacing.Of(launch.Plan, launch.State, launch.State.At);
}
