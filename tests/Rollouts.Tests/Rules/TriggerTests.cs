namespace Rollouts.Tests.Rules;

/// <summary>Triggers fire once for each time they become true, on enough data only, and from the phase they stand guard in.</summary>
public class TriggerTests
{
    private static readonly Trigger Spike = TestPlan.When("spike", "errors", 0.10, TimeSpan.FromMinutes(15), new Move.Pause());

    [Fact]
    public void A_trigger_fires_once_while_it_stays_true()
    {
        var launch = With(Spike);
        launch.World["errors"] = 0.15;
        launch.Days(1);
        Assert.Single(launch.Events.OfType<RolloutEvent.TriggerFired>());
        Assert.Equal(HoldKind.Paused, Assert.Single(launch.State.Holds.Values).Kind);
    }

    [Fact]
    public void Cleared_and_true_again_it_fires_again()
    {
        var launch = With(Spike);
        foreach (var errors in new[] { 0.15, 0.01, 0.15 })
        {
            launch.World["errors"] = errors;
            launch.Minutes(30);
        }

        Assert.Equal(2, launch.Events.OfType<RolloutEvent.TriggerFired>().Count());
        Assert.Single(launch.Events.OfType<RolloutEvent.TriggerCleared>());
    }

    [Fact]
    public void Resumed_and_as_bad_as_before_it_fires_again_on_what_is_measured_since()
    {
        var launch = With(Spike);
        launch.World["errors"] = 0.15;
        launch.Minutes(30);
        Resume(launch);
        launch.Minutes(10);
        Assert.Empty(launch.State.Holds);
        launch.Minutes(15);
        Assert.Equal(2, launch.Events.OfType<RolloutEvent.TriggerFired>().Count());
        Assert.Single(launch.State.Holds);
    }

    [Fact]
    public void Resumed_it_waits_for_the_whole_time_that_it_must_last()
    {
        var launch = With(Spike with { When = ((Criterion.OfMetric)Spike.When) with { Sustained = TimeSpan.FromMinutes(30) } });
        launch.World["errors"] = 0.15;
        launch.Minutes(60);
        Resume(launch);
        launch.Minutes(40);
        Assert.Empty(launch.State.Holds);
        launch.Minutes(15);
        Assert.Single(launch.State.Holds);
    }

    [Fact]
    public void One_that_only_calls_somebody_calls_once_however_often_the_launch_goes_on()
    {
        var launch = With(Spike with { Do = new(null, null, null) });
        launch.World["errors"] = 0.15;
        launch.Minutes(30);
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "lunch"));
        Resume(launch);
        launch.Days(1);
        Assert.Single(launch.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void A_way_back_that_did_not_help_is_followed_by_another()
    {
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [Spike with { Do = new(new Move.Back(new BackTarget.PreviousPhase()), null, null) }] });
        launch.GoTo("P2");
        launch.World["errors"] = 0.15;
        launch.Minutes(30);
        Assert.Equal("P1", launch.Phase);
        Resume(launch);
        launch.Minutes(30);
        Assert.Equal("P0", launch.Phase);
        Assert.Equal(2, launch.State.WaysBack.Length);
    }

    [Fact]
    public void On_too_few_samples_it_does_not_fire()
    {
        var launch = With(Spike);
        launch.World["errors"] = 0.5;
        launch.Samples = 10;
        launch.Days(1);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void One_that_must_last_does_not_fire_on_a_shorter_spike()
    {
        var launch = With(Spike with { When = ((Criterion.OfMetric)Spike.When) with { Sustained = TimeSpan.FromMinutes(30) } });
        launch.World["errors"] = 0.15;
        launch.Minutes(25);
        launch.World["errors"] = 0.01;
        launch.Minutes(60);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void It_stands_guard_from_its_phase_on()
    {
        var launch = With(Spike with { From = "P2" });
        launch.World["errors"] = 0.15;
        launch.Minutes(60);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void Without_data_for_too_long_it_is_blind_and_says_so()
    {
        var launch = With(Spike with { Blind = new(TimeSpan.FromMinutes(30), new(new Move.Pause(), null, null)) });
        launch.World["errors"] = null;
        launch.Minutes(25);
        Assert.Empty(launch.State.Holds);
        launch.Minutes(20);
        Assert.Equal("spike is blind", launch.Events.OfType<RolloutEvent.TriggerFired>().Single().Trigger);
        Assert.Single(launch.State.Holds);
    }

    [Fact]
    public void A_comparison_is_blind_when_the_other_side_is_gone_and_not_when_it_has_little_traffic()
    {
        var worse = Spike with
        {
            When = ((Criterion.OfMetric)Spike.When) with { Threshold = new Threshold.OfMetric(2, "latency") },
            Blind = new(TimeSpan.FromMinutes(30), new(new Move.Pause(), null, null)),
        };
        var launch = With(worse);
        launch.World["latency"] = null;
        launch.Minutes(45);
        Assert.Equal("spike is blind", launch.Events.OfType<RolloutEvent.TriggerFired>().Single().Trigger);

        var quiet = new TestLaunch(TestPlan.Plan with { Triggers = [worse], Metrics = TestPlan.Plan.Metrics.SetItem("latency", TestPlan.Metric("latency", 5000)) });
        quiet.GoTo("P1");
        quiet.Minutes(45);
        Assert.Empty(quiet.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void What_follows_a_report_or_an_incident_says_it_in_the_words_of_whoever_told_it()
    {
        var told = With(new Trigger("issue", "a report", AtLeastOne(Tally.Reports, "complaint"), new(new Move.Pause(), null, null), false, null, null));
        told.Give((id, at) => new Input.Report(id, at, Actor.Of("support"), "complaint", "upload", null, "uploads hang at 99 %"));
        Assert.Equal("issue: uploads hang at 99 %", Assert.Single(told.State.Holds.Values).Cause);

        var declared = With(new Trigger("outage", "an incident", AtLeastOne(Tally.OpenIncidents, "P1"), new(new Move.Pause(), null, null), false, null, null));
        declared.Give((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "P1", "nothing answers"));
        Assert.Equal("outage: nothing answers", Assert.Single(declared.State.Holds.Values).Cause);
    }

    [Fact]
    public void A_report_without_words_is_told_by_its_key_or_by_who_reported_it()
    {
        foreach (var (key, cause) in new[] { ("upload", "issue: upload"), ("", "issue: reported by support") })
        {
            var launch = With(new Trigger("issue", "a report", AtLeastOne(Tally.Reports, "complaint"), new(new Move.Pause(), null, null), false, null, null));
            launch.Give((id, at) => new Input.Report(id, at, Actor.Of("support"), "complaint", key, null, ""));
            Assert.Equal(cause, Assert.Single(launch.State.Holds.Values).Cause);
        }
    }

    [Fact]
    public void Reports_of_one_key_are_counted_together_and_anew_after_the_trigger_fired()
    {
        var three = new Criterion.OfTally(Tally.ReportsByKey, "complaint", null, Comparison.AtLeast, 3, TimeSpan.Zero);
        var launch = With(new Trigger("complaints", "three complaints", three, new(new Move.Pause(), null, null), false, null, null));
        foreach (var key in new[] { "upload", "login", "upload" }) Report(launch, key);
        Assert.Empty(launch.State.Holds);
        Report(launch, "upload");
        Assert.Single(launch.State.Holds);
        Report(launch, "upload");
        Assert.Single(launch.Events.OfType<RolloutEvent.TriggerFired>());
    }

    [Fact]
    public void What_a_trigger_says_names_its_threshold_as_where_it_fires_and_not_as_what_must_be()
    {
        var launch = With(Spike);
        launch.World["errors"] = 0.15;
        launch.Minutes(10);
        var because = launch.Events.OfType<RolloutEvent.TriggerFired>().First().Line.Because;
        Assert.Contains(", fires at > ", because, StringComparison.Ordinal);
        Assert.DoesNotContain("must be", because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_that_halts_throws_the_kill_switch()
    {
        var launch = With(Spike with { Do = new(new Move.Halt(), null, null) });
        launch.World["errors"] = 0.15;
        launch.Minutes(10);
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        Assert.Equal(HoldKind.Halted, Assert.Single(launch.State.Holds.Values).Kind);
    }

    private static void Resume(TestLaunch launch)
    {
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "we think it is mended"));
        if (!launch.State.Holds.IsEmpty) launch.Mark("Root cause fixed");
        launch.Minutes(1);
        Assert.Empty(launch.State.Holds);
    }

    private static Criterion.OfTally AtLeastOne(Tally tally, string of) => new(tally, of, null, Comparison.AtLeast, 1, TimeSpan.Zero);

    private static void Report(TestLaunch launch, string key)
    {
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Report(id, at, Actor.Of("support"), "complaint", key, null, "")));
        launch.Minutes(6);
    }

    private static TestLaunch With(Trigger trigger)
    {
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [trigger] });
        launch.GoTo("P1");
        return launch;
    }
}
