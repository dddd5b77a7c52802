namespace Rollouts.Tests;

public class ReviewTests
{
    private static readonly ReviewSchedule Daily = new ReviewSchedule.Cadence([new(TestPlan.Day, null)]);

    [Fact]
    public void A_miss_at_a_review_holds_the_launch_unless_the_plan_says_nothing()
    {
        Assert.Equal(HoldKind.Failed, Missed(Reaction.Nothing).State.Holds.Values.Single().Kind);
        var waits = Missed(new(new Move.Stay(), null, null));
        Assert.Empty(waits.State.Holds);
        Assert.Contains(waits.Events, e => e is RolloutEvent.GateFailed);
        waits.World["errors"] = 0.01;
        waits.Days(1);
        Assert.Equal("P0", waits.Phase);
        waits.Days(1.1);
        Assert.Equal("P1", waits.Phase);
    }

    [Fact]
    public void A_mitigation_accepted_after_a_review_decides_that_review_and_keeps_the_count()
    {
        var launch = new TestLaunch(With(gate => gate with { MayMiss = 1, MitigationBy = "lead" }));
        launch.Days(1.1);
        Assert.Equal(1, Gate(launch).ReviewsPassed);
        launch.World["errors"] = 0.5;
        launch.Days(1);
        Assert.Equal(("Pending", 0), (Gate(launch).LastStatus, Gate(launch).ReviewsPassed));
        launch.Give((id, at) => new Input.Mitigate(id, at, TestLaunch.Lead, "P0", "errors < 0.05", "the errors are known"));
        Assert.Equal(("Conditional", 2), (Gate(launch).LastStatus, Gate(launch).ReviewsPassed));
        launch.Days(0.6);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void A_gate_with_reviews_is_decided_at_the_first_one_after_the_time_at_the_step_and_not_between_two()
    {
        var launch = new TestLaunch(With(gate => gate with { Holding = Holding.Once }));
        launch.Days(2.6);
        Assert.Equal("P0", launch.Phase);
        Assert.NotEqual(0, Gate(launch).ReviewsPassed);
        Assert.Contains(Explaining.Waits(launch.Plan, launch.State, launch.Virtual.Now), wait => wait.What == "gate P0: its next review");
        launch.Days(0.5);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void A_mitigation_lasts_as_long_as_the_miss_and_the_next_miss_needs_another()
    {
        var launch = new TestLaunch(With(gate => gate with { MayMiss = 1, MitigationBy = "lead", Holding = new Holding.Reviews(9) }));
        launch.World["errors"] = 0.5;
        launch.Days(1.1);
        launch.Give((id, at) => new Input.Mitigate(id, at, TestLaunch.Lead, "P0", "errors < 0.05", "the errors are known"));
        launch.Days(1);
        Assert.Equal("Conditional", Gate(launch).LastStatus);
        launch.World["errors"] = 0.01;
        launch.Days(1);
        Assert.Equal("Pass", Gate(launch).LastStatus);
        launch.World["errors"] = 0.5;
        launch.Days(1);
        Assert.Equal("Pending", Gate(launch).LastStatus);
    }

    private static GateState Gate(TestLaunch launch) => launch.State.Gates["P0#1"];

    private static TestLaunch Missed(Reaction reaction)
    {
        var launch = new TestLaunch(With(gate => gate with { OnTooManyMissed = reaction }));
        launch.World["errors"] = 0.5;
        launch.Days(3.1);
        return launch;
    }

    private static Plan With(Func<Gate, Gate> change)
    {
        var gate = TestPlan.Gate("P0", TestPlan.Below("errors", 0.05)) with { Review = Daily, Holding = new Holding.Reviews(2) };
        return TestPlan.Plan with { Triggers = [], Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Shortest = 2.5 * TestPlan.Day, Exit = change(gate) }) };
    }
}
