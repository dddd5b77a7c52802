namespace Rollouts.Tests.Rules;

/// <summary>Somebody has to look at an alert; once somebody does, nobody is reminded any more.</summary>
public class AcknowledgeTests
{
    private static readonly Plan Asking = TestPlan.Plan with { Acknowledge = new("lead", TimeSpan.FromMinutes(30)) };

    [Fact]
    public void An_alert_that_fires_asks_for_it_reminds_at_half_the_time_and_asks_the_backup_after_it()
    {
        var launch = AtP1(Asking);
        Alert(launch, "e1", true);
        Assert.Equal("Acknowledge the alert Slow", Assert.Single(Tasks(launch)).Do);
        launch.Minutes(16);
        Assert.True(Tasks(launch).Single().Reminded);
        launch.Minutes(15);
        Assert.True(Tasks(launch).Single().Overdue);
        Assert.Contains(Posts(launch), post => post.Text.Contains("Nobody looks yet: Acknowledge the alert Slow (product stands in)", StringComparison.Ordinal));
        Assert.Null(Acknowledge(launch, TestLaunch.Product));
    }

    [Fact]
    public void Acknowledged_nobody_is_reminded_and_it_stands_in_the_journal_who_looks()
    {
        var launch = AtP1(Asking);
        Alert(launch, "e1", true);
        Assert.Equal("only lead may acknowledge alerts", Acknowledge(launch, Actor.Of("passer-by")));
        Assert.Null(Acknowledge(launch, TestLaunch.Lead));
        Assert.Equal("lead-person", launch.State.Alerts["e1"].Acknowledged?.By);
        launch.Minutes(60);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TaskReminded>());
        Assert.StartsWith("acknowledged already, by lead-person", Acknowledge(launch, TestLaunch.Lead), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_alert_heard_again_stays_acknowledged_and_a_new_one_asks_anew()
    {
        var launch = AtP1(Asking);
        Alert(launch, "e1", true);
        Acknowledge(launch, TestLaunch.Lead);
        Alert(launch, "e1", true);
        Assert.NotNull(launch.State.Alerts["e1"].Acknowledged);
        Alert(launch, "e1", false);
        Assert.Equal("the alert Slow is clear", Acknowledge(launch, TestLaunch.Lead));
        Alert(launch, "e1", true);
        Assert.Null(launch.State.Alerts["e1"].Acknowledged);
        Assert.Equal(2, Tasks(launch).Count());
    }

    [Fact]
    public void An_alert_that_clears_asks_nobody_any_more()
    {
        var launch = AtP1(Asking);
        Alert(launch, "e1", true);
        Alert(launch, "e1", false);
        Assert.Equal("system", Tasks(launch).Single().Done?.By);
    }

    [Fact]
    public void Completing_the_task_acknowledges_the_alert()
    {
        var launch = AtP1(Asking);
        Alert(launch, "e1", true);
        launch.Give((id, at) => new Input.CompleteTask(id, at, TestLaunch.Lead, Tasks(launch).Single().Id, "on it"));
        Assert.Equal("on it", launch.State.Alerts["e1"].Acknowledged?.Note);
    }

    [Fact]
    public void Without_a_rule_nobody_is_asked_and_everybody_with_a_role_may()
    {
        var launch = AtP1(TestPlan.Plan);
        Alert(launch, "e1", true);
        Assert.Empty(Tasks(launch));
        Assert.Contains("has no role", Acknowledge(launch, Actor.Of("passer-by")));
        Assert.Null(Acknowledge(launch, TestLaunch.Product));
        Assert.Equal("the launch was told of no alert 'Fast'", launch.Refusal((id, at) => new Input.Acknowledge(id, at, TestLaunch.Lead, "Fast", "")));
    }

    private static IEnumerable<LaunchTask> Tasks(TestLaunch launch) => launch.State.Tasks.Values.Where(task => task.Alert == "e1");

    private static IEnumerable<Effect.Post> Posts(TestLaunch launch) => launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>();

    private static string? Acknowledge(TestLaunch launch, Actor by) => launch.Refusal((id, at) => new Input.Acknowledge(id, at, by, "Slow", ""));

    private static void Alert(TestLaunch launch, string episode, bool firing) =>
        launch.Give((id, at) => new Input.Alert(id, at, Actor.System, "monitor", "Slow", episode, firing, "warning", at, null));

    private static TestLaunch AtP1(Plan plan)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        return launch;
    }
}
