namespace Rollouts.Tests.Rules;

/// <summary>Drills rehearse a procedure for real, within a window; their journal range is the evidence a gate may ask for.</summary>
public class DrillTests
{
    [Fact]
    public void A_drill_that_carried_out_every_action_has_passed()
    {
        var launch = Drilled();
        var drill = launch.State.Drills["kill-switch"];
        Assert.True(drill.Passed);
        Assert.True(drill.ToSeq > drill.FromSeq);
    }

    [Fact]
    public void What_it_turned_off_comes_on_again_through_its_gate()
    {
        var launch = Drilled();
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        Resume(launch);
        Assert.Equal(new KeyDocument.Switch(true), launch.Flag(TestPlan.KillSwitch));
    }

    [Fact]
    public void A_feature_that_it_turned_off_is_asked_back_when_it_ends_and_its_gate_decides()
    {
        var feature = new GovernedFlag("boost", FlagUse.Feature, "", "resume", true);
        var drill = new Drill("boost", new("boost", [new ProcedureAction.TurnOff("boost")]), TimeSpan.FromMinutes(30));
        var launch = AtP1(TestPlan.Plan with { Flags = TestPlan.Plan.Flags.Add("boost", feature), Drills = TestPlan.Plan.Drills.Add("boost", drill) });
        launch.Give((id, at) => new Input.StartDrill(id, at, TestLaunch.Lead, "boost"));
        launch.Minutes(10);
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag("boost"));
        launch.Mark("Root cause fixed");
        launch.Minutes(5);
        Assert.Equal(new KeyDocument.Switch(true), launch.Flag("boost"));
    }

    [Fact]
    public void A_drill_counts_as_no_way_back() => Assert.Empty(Drilled().State.WaysBack);

    [Fact]
    public void A_gate_may_ask_for_a_drill()
    {
        var first = TestPlan.Plan.Phases[1];
        var rehearsed = TestPlan.Criterion(new Criterion.OfDrill("kill-switch"), "drill kill-switch");
        var launch = AtP1(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(1, first with { Exit = first.Exit with { Approve = null, Criteria = [rehearsed] } }) });
        launch.Days(10);
        Assert.Equal("P1", launch.Phase);
        Start(launch);
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
        Resume(launch);
        Assert.Equal("P2", launch.Phase);
    }

    [Fact]
    public void A_drill_not_through_within_its_window_has_failed()
    {
        var launch = AtP1();
        launch.Virtual.CarriesOut = false;
        Start(launch);
        launch.Minutes(31);
        Assert.Equal("not through within its window", launch.Events.OfType<RolloutEvent.DrillEnded>().Single().Why);
        Assert.False(launch.State.Drills["kill-switch"].Passed);
    }

    [Fact]
    public void There_is_no_drill_before_anything_is_exposed_and_none_that_the_plan_does_not_have()
    {
        var waiting = new TestLaunch(TestPlan.Plan with { Go = TestPlan.Gate("go", TestPlan.Item("Ready")) });
        Assert.Equal("nothing is exposed yet: there is nothing to rehearse taking back", Refusal(waiting, "kill-switch"));
        Assert.Equal("the plan has no drill 'fire'; it has kill-switch", Refusal(AtP1(), "fire"));
    }

    [Fact]
    public void There_is_no_drill_while_the_launch_is_held()
    {
        var launch = AtP1();
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "look"));
        Assert.StartsWith("not now: ", Refusal(launch, "kill-switch"), StringComparison.Ordinal);
    }

    private static string? Refusal(TestLaunch launch, string drill) => launch.Refusal((id, at) => new Input.StartDrill(id, at, TestLaunch.Lead, drill));

    private static void Resume(TestLaunch launch)
    {
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "the drill is over")));
        launch.Mark("Root cause fixed");
        launch.Minutes(10);
    }

    private static void Start(TestLaunch launch) => Assert.Null(Refusal(launch, "kill-switch"));

    private static TestLaunch Drilled()
    {
        var launch = AtP1();
        Start(launch);
        launch.Minutes(10);
        return launch;
    }

    private static TestLaunch AtP1(Plan? plan = null)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        return launch;
    }
}
