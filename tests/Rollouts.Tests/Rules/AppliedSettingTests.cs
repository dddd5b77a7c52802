using System.Collections.Immutable;

namespace Rollouts.Tests.Rules;

/// <summary>A dial that is a setting, and needs a deploy before it is effective.</summary>
public class AppliedSettingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly GovernedKey Dial = GovernedKey.Setting("ROLLOUT");

    [Fact]
    public void A_setting_that_is_a_dial_follows_the_percent_up_and_back()
    {
        var launch = Started();
        Assert.Equal("0", Written(launch));
        launch.GoTo("P1");
        Assert.Equal("0.10", Written(launch));
        launch.GoTo("P2");
        Assert.Equal("0.20", Written(launch));
        Assert.Null(launch.Refusal((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "look")));
        Assert.Equal("0.10", Written(launch));
        Assert.Null(launch.Refusal((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "nobody", null, "stop")));
        Assert.Equal("0", Written(launch));
    }

    [Fact]
    public void A_dial_is_the_kill_switch_of_a_plan_that_has_no_other_and_zero_is_nobody()
    {
        var launch = Started(WithoutSwitches(Plan()));
        launch.GoTo("P1");
        Assert.Null(launch.Refusal((id, at) => new Input.Throw(id, at, Actor.Of("passer-by"), null, "smoke")));
        Assert.Equal("0", Written(launch));
        Assert.Single(launch.State.WaysBack);
        Assert.Null(launch.Refusal((id, at) => new Input.Throw(id, at, Actor.Of("passer-by"), "ROLLOUT", "smoke")));
        Assert.Single(launch.State.WaysBack);
    }

    [Fact]
    public void A_dial_may_be_thrown_before_the_launch_exposes_anything_which_holds_it()
    {
        var launch = new TestLaunch(WithoutSwitches(Plan()) with { Go = TestPlan.Gate("go", TestPlan.Item("Ready")) });
        Assert.False(launch.State.Governing);

        Assert.Null(launch.Refusal((id, at) => new Input.Throw(id, at, Actor.Of("passer-by"), null, "smoke")));

        Assert.Equal("0", Written(launch));
        Assert.Equal(HoldKind.Halted, Assert.Single(launch.State.Holds).Value.Kind);
    }

    [Fact]
    public void A_dial_may_be_thrown_after_the_launch_and_its_deploy_is_called()
    {
        var launch = Started(WithoutSwitches(Plan()));
        launch.GoTo("P3");
        launch.ApproveWhenAsked();
        launch.Days(1);
        Assert.Null(launch.Refusal((id, at) => new Input.Close(id, at, TestLaunch.Lead, "done")));
        var calls = launch.Events.OfType<RolloutEvent.ApplyCalled>().Count();
        Assert.Null(launch.Refusal((id, at) => new Input.Throw(id, at, Actor.Of("passer-by"), null, "smoke")));
        launch.Minutes(60);
        Assert.Equal("0", Written(launch));
        Assert.Equal(calls + 1, launch.Events.OfType<RolloutEvent.ApplyCalled>().Count());
        Assert.Equal(RolloutStage.Closed, launch.State.Stage);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void What_was_seen_to_be_effective_stays_so_when_a_later_step_changes_nothing()
    {
        var plan = Plan();
        var launch = Started(plan with { Phases = plan.Phases.SetItem(2, plan.Phases[2] with { Steps = plan.Phases[1].Steps }) });
        launch.GoTo("P2");
        Assert.Empty(launch.State.Holds);
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
        Assert.Equal(2, launch.Events.OfType<RolloutEvent.ApplyCalled>().Count());
    }

    [Fact]
    public void The_clock_of_a_step_starts_when_the_setting_is_effective()
    {
        var launch = Started(healthy: 0);
        launch.Minutes(10);
        Assert.Equal(TrackStage.Applying, launch.State.Main.Stage);
        Assert.Null(launch.State.Main.StepClock);
        launch.World["healthy"] = 1;
        launch.Minutes(5);
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
    }

    [Fact]
    public void A_setting_that_does_not_become_effective_in_time_holds_the_launch_and_is_applied_again_when_it_goes_on()
    {
        var launch = Started(healthy: 0);
        launch.Minutes(60);
        Assert.Contains("ROLLOUT did not become effective within 15m", Assert.Single(launch.State.Holds.Values).Cause, StringComparison.Ordinal);
        Assert.Single(launch.Events.OfType<RolloutEvent.ApplyCalled>());
        launch.World["healthy"] = 1;
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "deployed by hand"));
        launch.Minutes(10);
        Assert.Empty(launch.State.Holds);
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
    }

    [Fact]
    public void A_way_back_that_does_not_become_effective_is_noticed_too()
    {
        var launch = Started();
        launch.GoTo("P1");
        launch.World["healthy"] = 0;
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "nobody", null, "stop"));
        launch.Minutes(20);
        Assert.Contains(launch.State.Holds.Values, hold => hold.Cause == "ROLLOUT did not become effective within 15m");
    }

    [Fact]
    public void A_fence_that_changes_no_value_asks_for_no_deploy()
    {
        var launch = Started();
        launch.GoTo("P1");
        var deploys = launch.Events.OfType<RolloutEvent.ApplyCalled>().Count();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "stay here"));
        launch.Minutes(20);
        Assert.Contains(launch.Events, happened => happened is RolloutEvent.Fenced);
        Assert.Equal(deploys, launch.Events.OfType<RolloutEvent.ApplyCalled>().Count());
    }

    [Fact]
    public void A_drill_whose_last_action_fails_has_failed()
    {
        var launch = Started();
        launch.GoTo("P1");
        launch.World["healthy"] = 0;
        launch.Give((id, at) => new Input.StartDrill(id, at, TestLaunch.Lead, "to zero"));
        launch.Minutes(20);
        Assert.False(launch.State.Drills["to zero"].Passed);
        Assert.StartsWith("not verified within 15m", launch.Events.OfType<RolloutEvent.DrillEnded>().Single().Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_drill_lowered_rises_again_only_when_someone_resumes()
    {
        var launch = Started();
        launch.GoTo("P1");
        launch.Give((id, at) => new Input.StartDrill(id, at, TestLaunch.Lead, "to zero"));
        launch.Minutes(20);
        Assert.True(launch.State.Drills["to zero"].Passed);
        Assert.Equal("0", Written(launch));
        Assert.Equal("ROLLOUT is 0 since the drill to zero", Assert.Single(launch.State.Holds.Values).Cause);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "rehearsed"));
        launch.Minutes(10);
        Assert.Equal("0.10", Written(launch));
        Assert.Empty(launch.State.Holds);
    }

    private static string? Written(TestLaunch launch) => launch.State.Confirmed.GetValueOrDefault(Dial)?.ToString();

    private static Plan WithoutSwitches(Plan plan) => plan with
    {
        Flags = Sorted.Empty<GovernedFlag>(),
        WayBack = plan.WayBack with { Actions = plan.WayBack.Actions.RemoveAll(action => action is ProcedureAction.TurnOff) },
    };

    private static TestLaunch Started(Plan? plan = null, double healthy = 1)
    {
        var launch = new TestLaunch(plan ?? Plan());
        launch.World["healthy"] = healthy;
        launch.Minutes(1);
        return launch;
    }

    /// <summary>The test plan, whose dial is a setting that a redeploy makes effective.</summary>
    private static Plan Plan()
    {
        var confirm = new Criterion.OfMetric("healthy", null, null, Comparison.Equal, new Threshold.Absolute(new(1, Unit.Truth)), TimeSpan.Zero);
        var dial = new GovernedSetting(Dial.Name, "0", Looser.Up, new("https://deploy.example", confirm, Patience)) { Dial = SettingDial.Fraction };
        var healthy = TestPlan.Metric("healthy") with { Unit = Unit.Truth, Measure = Measure.Gauge };
        var plan = TestPlan.Plan;
        return plan with
        {
            Flags = plan.Flags.Remove(TestPlan.Dial),
            Settings = Sorted.Empty<GovernedSetting>().Add(Dial.Name, dial),
            Metrics = plan.Metrics.Add("healthy", healthy),
            Drills = Sorted.Empty<Drill>().Add("to zero", new("to zero", new("to zero", [new ProcedureAction.SetSetting(Dial.Name, "0"), new ProcedureAction.Verify("healthy", confirm, Patience)]), 2 * Patience)),
        };
    }
}
