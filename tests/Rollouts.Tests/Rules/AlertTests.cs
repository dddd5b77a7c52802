namespace Rollouts.Tests.Rules;

/// <summary>Alerts: an episode fires once, an old one says nothing about a new attempt, and silence has its price.</summary>
public class AlertTests
{
    private const string Rule = "HighErrorRate";

    [Fact]
    public void A_firing_alert_takes_back_at_once()
    {
        var launch = Launch();
        Alert(launch, "e1", true, launch.Virtual.Now);
        Assert.Equal(HoldKind.Returned, Assert.Single(launch.State.Holds.Values).Kind);
        Assert.Equal(0, launch.Exposed.Value);
    }

    [Fact]
    public void An_alert_that_began_before_this_attempt_takes_nothing_back()
    {
        var launch = Launch();
        Alert(launch, "e1", true, TestLaunch.Begin);
        Assert.Empty(launch.State.Holds);
        Assert.True(launch.State.Alerts.ContainsKey("e1"));
    }

    [Fact]
    public void The_same_episode_heard_again_takes_back_once()
    {
        var launch = Launch();
        var began = launch.Virtual.Now;
        Alert(launch, "e1", true, began);
        Alert(launch, "e1", true, began);
        Assert.Equal(1, launch.State.WaysBackBegun);
    }

    [Fact]
    public void A_silenced_alert_takes_nothing_back_until_the_silence_ends()
    {
        var launch = Launch();
        Assert.Contains("only with the compensating control", launch.Refusal((id, at) => new Input.Silence(id, at, TestLaunch.Lead, Rule, TimeSpan.FromHours(1), "")));
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Silence(id, at, TestLaunch.Lead, Rule, TimeSpan.FromHours(1), "someone watches the dashboard")));
        Alert(launch, "e1", true, launch.Virtual.Now);
        launch.Minutes(50);
        Assert.Empty(launch.State.Holds);
        launch.Minutes(20);
        Assert.Equal(HoldKind.Returned, Assert.Single(launch.State.Holds.Values).Kind);
    }

    [Fact]
    public void A_silence_needs_a_length() =>
        Assert.Equal("say for how long", Launch().Refusal((id, at) => new Input.Silence(id, at, TestLaunch.Lead, Rule, TimeSpan.Zero, "someone watches")));

    [Theory]
    [InlineData("warning", Verdict.Met)]
    [InlineData("critical", Verdict.Missed)]
    [InlineData("CRITICAL", Verdict.Missed)]
    [InlineData("", Verdict.Missed)]
    public void Where_a_severity_is_asked_for_others_do_not_count_and_one_that_says_none_does(string severity, Verdict verdict)
    {
        var launch = AskingForCritical();
        Alert(launch, "e1", true, launch.Virtual.Now, severity);
        Assert.Equal(verdict, Clear(launch));
    }

    [Fact]
    public void An_alert_that_was_critical_once_counts_until_it_clears_and_its_time_counts_from_then()
    {
        var launch = AskingForCritical();
        Alert(launch, "e1", true, launch.Virtual.Now, "critical");
        Alert(launch, "e1", true, launch.Virtual.Now, "warning");
        Assert.Equal(Verdict.Missed, Clear(launch));
        Alert(launch, "e1", false, launch.Virtual.Now, "");
        launch.Minutes(50);
        Assert.Equal(Verdict.Missed, Clear(launch));
        launch.Minutes(10);
        Assert.Equal(Verdict.Met, Clear(launch));
    }

    [Fact]
    public void An_alert_that_clears_without_a_word_of_its_severity_has_the_one_it_fired_with()
    {
        var launch = AskingForCritical();
        Alert(launch, "e1", true, launch.Virtual.Now, "warning");
        Alert(launch, "e1", false, launch.Virtual.Now, "");
        Assert.Equal(Verdict.Met, Clear(launch));
    }

    private static TestLaunch AskingForCritical()
    {
        var first = TestPlan.Plan.Phases[0];
        var clear = TestPlan.Criterion(new Criterion.OfAlert(Rule, false, TimeSpan.FromHours(1), "critical"), "clear");
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [], Phases = TestPlan.Plan.Phases.SetItem(0, first with { Shortest = 5 * TestPlan.Day, Exit = TestPlan.Gate("P0", clear) }) });
        launch.Minutes(120);
        return launch;
    }

    private static Verdict Clear(TestLaunch launch) => Explaining.Gates(launch.Plan, launch.State).Single(gate => gate.Name == "P0").Standing.Lines[0].Verdict;

    private static void Alert(TestLaunch launch, string episode, bool firing, DateTimeOffset began, string severity = "critical")
    {
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Alert(id, at, Actor.System, "monitor", Rule, episode, firing, severity, began, null)));
        launch.Minutes(6);
    }

    private static TestLaunch Launch()
    {
        var trigger = new Trigger("errors", "alert", new Criterion.OfAlert(Rule, true, TimeSpan.Zero), new(new Move.Back(new BackTarget.PreviousPhase()), null, null), false, null, null);
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [trigger] });
        launch.GoTo("P1");
        return launch;
    }
}
