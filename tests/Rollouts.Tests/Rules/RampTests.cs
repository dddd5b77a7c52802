namespace Rollouts.Tests.Rules;

/// <summary>How fast exposure may rise: by the factor, after the bake time, and not sooner by any promote.</summary>
public class RampTests
{
    [Theory]
    [InlineData(10, 20, true)]
    [InlineData(10, 20.1, false)]
    [InlineData(50, 40, true)]
    [InlineData(0, 10, true)]
    public void A_rise_is_within_the_factor(double from, double to, bool allowed) =>
        Assert.Equal(allowed, new RampRule(2, TimeSpan.Zero).Allows(new(from), new(to)));

    [Fact]
    public void No_step_is_left_before_the_rule_s_shortest_bake_time()
    {
        var launch = At20(TestPlan.Plan with { Ramp = new(2, TimeSpan.FromDays(1)) });
        launch.Days(0.9);
        Assert.Equal(20, launch.Exposed.Value);
        launch.Days(0.2);
        Assert.Equal(40, launch.Exposed.Value);
    }

    [Fact]
    public void Promote_skips_the_optional_waiting_and_not_the_bake_time()
    {
        var phase = TestPlan.Plan.Phases[2];
        var slow = phase with { Steps = phase.Steps.SetItem(0, phase.Steps[0] with { Bake = TimeSpan.FromHours(6), Wait = TimeSpan.FromDays(3) }) };
        var launch = At20(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(2, slow) });
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Promote(id, at, TestLaunch.Lead, "all is calm")));
        launch.Virtual.RunFor(TimeSpan.FromHours(5.5));
        Assert.Equal(20, launch.Exposed.Value);
        launch.Virtual.RunFor(TimeSpan.FromHours(0.75));
        Assert.True(launch.Exposed.Value >= 40);
        Assert.Equal("passer-by has no role in this plan", launch.Refusal((id, at) => new Input.Promote(id, at, Actor.Of("passer-by"), "hurry")));
    }

    [Fact]
    public void Promote_does_not_pass_a_gate()
    {
        var launch = At20();
        launch.World["errors"] = 0.06;
        launch.Minutes(10);
        launch.Give((id, at) => new Input.Promote(id, at, TestLaunch.Lead, "hurry"));
        launch.Days(2);
        Assert.Equal(20, launch.Exposed.Value);
    }

    [Fact]
    public void A_write_that_is_not_confirmed_starts_no_clock()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        launch.Virtual.CarriesOut = false;
        launch.Approve(TestLaunch.Lead, TestLaunch.Product);
        launch.Days(30);
        Assert.Equal(TrackStage.Applying, launch.State.Main.Stage);
        Assert.Equal(20, launch.Exposed.Value);
    }

    private static TestLaunch At20(Plan? plan = null)
    {
        var phase = TestPlan.Plan.Phases[2];
        var steps = phase.Steps.SetItem(0, phase.Steps[0] with { Bake = TimeSpan.FromHours(1) });
        var launch = new TestLaunch(plan ?? TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(2, phase with { Steps = steps }) });
        launch.GoTo("P1");
        launch.ApproveWhenAsked();
        launch.Minutes(5);
        Assert.Equal(20, launch.Exposed.Value);
        return launch;
    }
}
