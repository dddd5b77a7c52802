namespace Rollouts.Tests;

public class MissedCriteriaTests
{
    private static readonly GateCriterion Sustained = TestPlan.Criterion(
        new Criterion.OfMetric("errors", null, null, Comparison.Less, TestPlan.Absolute(0.05), TimeSpan.FromHours(4)), "errors < 5% for 4h") with
    {
        Missed = new(new Move.Pause(), null, null),
    };

    private static readonly Plan Plan = TestPlan.Plan with
    {
        Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Exit = TestPlan.Plan.Phases[0].Exit with { Criteria = [Sustained] } }),
    };

    [Fact]
    public void A_criterion_that_had_not_held_for_its_time_yet_was_taken_for_missed_and_paused_a_healthy_launch()
    {
        var launch = new TestLaunch(Plan);
        launch.Minutes(60);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void A_criterion_that_must_hold_for_a_time_is_missed_at_once_when_it_stops_holding()
    {
        var launch = new TestLaunch(Plan);
        launch.Minutes(60);
        launch.World["errors"] = 0.07;
        launch.Minutes(5);
        Assert.Single(launch.State.Holds);
    }
}
