namespace Rollouts.Tests.Rules;

/// <summary>The end of a launch: watched, closed or aborted; and what still works after it.</summary>
public class FinishTests
{
    [Fact]
    public void A_launch_is_not_closed_before_its_last_phase_has_passed()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        Assert.StartsWith("the launch has not reached its end", Close(launch), StringComparison.Ordinal);
    }

    [Fact]
    public void While_it_is_watched_triggers_still_take_back()
    {
        var launch = Watched();
        launch.World["errors"] = 0.3;
        launch.Minutes(40);
        Assert.Single(launch.State.WaysBack);
        Assert.StartsWith("the launch ", Close(launch), StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_asks_its_gate()
    {
        var launch = Watched(TestPlan.Plan with { Close = TestPlan.Gate("close", TestPlan.Item("Flag removed", "lead")) });
        Assert.StartsWith("the close gate does not pass", Close(launch), StringComparison.Ordinal);
        launch.Mark("Flag removed");
        Assert.Null(Close(launch));
        Assert.Equal(RolloutStage.Closed, launch.State.Stage);
    }

    [Fact]
    public void An_abort_takes_everything_back_to_nobody_and_ends_the_launch()
    {
        var launch = new TestLaunch();
        launch.GoTo("P2");
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Abort(id, at, TestLaunch.Lead, "we will not do it")));
        launch.Minutes(10);
        Assert.Equal(RolloutStage.Aborted, launch.State.Stage);
        Assert.Equal(0, launch.Exposed.Value);
    }

    [Fact]
    public void An_abort_before_anything_was_exposed_ends_at_once()
    {
        var launch = new TestLaunch(TestPlan.Plan with { Go = TestPlan.Gate("go", TestPlan.Item("Ready")) });
        launch.Give((id, at) => new Input.Abort(id, at, TestLaunch.Lead, "we will not do it"));
        launch.Minutes(2);
        Assert.Equal(RolloutStage.Aborted, launch.State.Stage);
    }

    [Fact]
    public void A_finished_launch_takes_no_command_but_the_kill_switch()
    {
        var launch = Watched();
        Assert.Null(Close(launch));
        Assert.NotNull(launch.Refusal((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "?")));
        Assert.NotNull(launch.Refusal((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "?")));
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Throw(id, at, TestLaunch.Lead, null, "smoke")));
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
    }

    private static string? Close(TestLaunch launch) => launch.Refusal((id, at) => new Input.Close(id, at, TestLaunch.Lead, ""));

    private static TestLaunch Watched(Plan? plan = null)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P3");
        launch.ApproveWhenAsked();
        launch.Minutes(10);
        Assert.Equal(RolloutStage.Watching, launch.State.Stage);
        return launch;
    }
}
