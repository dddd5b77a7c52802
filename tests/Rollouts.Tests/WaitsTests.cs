namespace Rollouts.Tests;

/// <summary>What a launch says it waits for, from whom, until when.</summary>
public sealed class WaitsTests
{
    [Fact]
    public void An_open_approval_is_waited_for_from_the_roles_that_have_not_given_it()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(30), () => launch.Request() is not null);
        launch.Approve(TestLaunch.Lead);
        Assert.Equal("product", Assert.Single(Waits(launch), wait => wait.What.StartsWith("approval of P1", StringComparison.Ordinal)).Who);
    }

    [Fact]
    public void A_thrown_kill_switch_waits_for_someone_who_resumes_and_for_the_owner_of_what_the_gate_asks()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Give((id, at) => new Input.Throw(id, at, TestLaunch.Lead, null, "data loss"));
        launch.Minutes(10);
        Assert.Equal("someone who resumes", Assert.Single(Waits(launch), wait => wait.What.StartsWith("Halted: ", StringComparison.Ordinal)).Who);
        Assert.Equal("lead", Assert.Single(Waits(launch), wait => wait.What.StartsWith("gate resume: Root cause fixed", StringComparison.Ordinal)).Who);
    }

    [Fact]
    public void A_missed_metric_is_waited_for_from_nobody_and_the_shortest_duration_has_its_end()
    {
        var launch = new TestLaunch { World = { ["errors"] = 0.07 } };
        launch.Minutes(30);
        Assert.Null(Assert.Single(Waits(launch), wait => wait.What.StartsWith("gate P0: errors < 0.05", StringComparison.Ordinal)).Who);
        var shortest = Assert.Single(Waits(launch), wait => wait.What == "the shortest duration of P0").Until;
        Assert.InRange(shortest!.Value, TestLaunch.Begin.AddDays(3), TestLaunch.Begin.AddDays(3).AddMinutes(10));
    }

    [Fact]
    public void A_gate_that_must_go_on_passing_says_until_when()
    {
        var plan = TestPlan.Plan;
        var launch = new TestLaunch(plan with { Phases = plan.Phases.SetItem(0, plan.Phases[0] with { Exit = plan.Phases[0].Exit with { Holding = new Holding.Continuously(TimeSpan.FromDays(7)) } }) });
        launch.Days(1);
        var until = Assert.Single(Waits(launch), wait => wait.What == "gate P0: to pass for 7d without a break").Until;
        Assert.InRange(until!.Value, TestLaunch.Begin.AddDays(7), TestLaunch.Begin.AddDays(7).AddMinutes(15));
    }

    private static System.Collections.Immutable.ImmutableArray<Wait> Waits(TestLaunch launch) => Explaining.Waits(launch.Plan, launch.State, launch.State.At);
}
