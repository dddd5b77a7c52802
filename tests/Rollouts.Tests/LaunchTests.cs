namespace Rollouts.Tests;

public class LaunchTests
{
    [Fact]
    public void A_healthy_launch_goes_from_start_to_close_with_the_approvals_the_plan_asks_for()
    {
        var launch = new TestLaunch();
        launch.GoTo("P3");
        Assert.Equal(Percent.All, launch.Exposed);
        launch.ApproveWhenAsked();
        Assert.Equal(RolloutStage.Watching, launch.State.Stage);
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Close(id, at, TestLaunch.Lead, "done")));
        Assert.Equal(RolloutStage.Closed, launch.State.Stage);
        Assert.Equal([0, 10, 20, 40, 50, 100], launch.Events.OfType<RolloutEvent.ExposureSet>().Select(e => e.Exposure.Audience.Percent.Value));
    }

    [Fact]
    public void No_phase_is_shorter_than_its_shortest_duration()
    {
        var launch = new TestLaunch();
        launch.Days(2.99);
        Assert.Null(launch.Request());
        launch.Days(0.02);
        Assert.NotNull(launch.Request());
    }

    [Fact]
    public void A_gate_without_enough_samples_is_never_passed()
    {
        var launch = new TestLaunch { Samples = 49 };
        launch.Days(20);
        Assert.Null(launch.Request());
        Assert.Equal("P0", launch.Phase);
    }

    [Fact]
    public void A_pause_stops_the_phase_clock()
    {
        var launch = new TestLaunch();
        launch.Days(2);
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Product, "lunch"));
        launch.Days(5);
        Assert.Null(launch.Request());
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "back"));
        launch.Days(0.9);
        Assert.Null(launch.Request());
        launch.Days(0.2);
        Assert.NotNull(launch.Request());
    }

    [Fact]
    public void A_worse_verdict_voids_an_open_request()
    {
        var launch = new TestLaunch();
        launch.Virtual.RunFor(TimeSpan.FromDays(4), () => launch.Request() is not null);
        launch.World["errors"] = 0.07;
        launch.Minutes(6);
        Assert.Null(launch.Request());
        Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalVoided>());
        Assert.Equal("nothing waits for an approval", launch.Refusal((id, at) => new Input.Approve(id, at, TestLaunch.Lead, null, "")));
    }

    [Fact]
    public void A_second_approval_by_the_same_person_is_refused()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(10), () => launch.Request() is not null);
        launch.Approve(TestLaunch.Lead);
        Assert.Equal("lead-person has approved this already", launch.Refusal((id, at) => new Input.Approve(id, at, TestLaunch.Lead, null, "")));
        Assert.Equal("nobody has none of the roles that are asked: product", launch.Refusal((id, at) => new Input.Approve(id, at, Actor.Of("nobody"), null, "")));
    }

    [Fact]
    public void A_sustained_breakdown_takes_the_launch_back_to_the_previous_phase_in_the_order_of_the_procedure()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.World["errors"] = 0.5;
        launch.Minutes(30);
        Assert.Equal("P0", launch.Phase);
        Assert.Equal(TrackStage.Returned, launch.State.Main.Stage);
        Assert.Equal(Percent.Zero, launch.Exposed);
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        Assert.Equal([0, 1, 2, 3, 4, 5], launch.Events.OfType<RolloutEvent.ActionStarted>().Select(e => e.Action));
        Assert.Single(launch.State.Incidents);
        Assert.Empty(launch.State.Returning);
        var fence = launch.Virtual.Journal.Single(entry => entry.Events.Any(e => e is RolloutEvent.WayBackBegun));
        Assert.Equal(2, fence.Events.OfType<RolloutEvent.EffectPlanned>().Count(e => e.Effect is Effect.Write { Stamp: true }));
    }

    [Fact]
    public void After_a_way_back_the_launch_goes_on_only_after_its_resume_gate_and_climbs_again_from_the_stable_phase()
    {
        var launch = new TestLaunch();
        launch.GoTo("P2");
        launch.World["errors"] = 0.5;
        launch.Minutes(40);
        launch.World["errors"] = 0.01;
        Assert.Equal("P1", launch.Phase);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fixed"));
        launch.Days(1);
        Assert.Equal(TrackStage.Returned, launch.State.Main.Stage);
        launch.Mark("Root cause fixed");
        launch.Minutes(10);
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
        Assert.Equal(new KeyDocument.Switch(true), launch.Flag(TestPlan.KillSwitch));
        Assert.Equal(10, launch.Exposed.Value);
        launch.GoTo("P3");
        Assert.Equal(Percent.All, launch.Exposed);
    }

    [Fact]
    public void A_kill_switch_may_be_thrown_even_after_the_close()
    {
        var launch = new TestLaunch();
        launch.GoTo("P3");
        launch.ApproveWhenAsked();
        launch.Give((id, at) => new Input.Close(id, at, TestLaunch.Lead, "done"));
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Throw(id, at, Actor.Of("anyone"), null, "fire")));
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        Assert.Equal(RolloutStage.Closed, launch.State.Stage);
    }

    [Fact]
    public void The_same_input_twice_has_one_outcome()
    {
        var launch = new TestLaunch();
        var pause = new Input.Pause("p-1", launch.Virtual.Now, TestLaunch.Lead, "once");
        Assert.NotNull(launch.Virtual.Offer(pause));
        Assert.Null(launch.Virtual.Offer(pause));
        Assert.Single(launch.State.Holds);
    }

    [Fact]
    public void Folding_the_journal_again_gives_the_same_state()
    {
        var launch = new TestLaunch();
        launch.GoTo("P2");
        launch.World["errors"] = 0.5;
        launch.Minutes(40);
        var again = launch.Virtual.Journal.Select(EntryChain.Write).Select(EntryChain.Read).Aggregate(Ledger.Empty, (ledger, entry) => ledger.Fold(launch.Plan, entry));
        Assert.Equal(StateText.Of(launch.State), StateText.Of(again.State));
    }
}
