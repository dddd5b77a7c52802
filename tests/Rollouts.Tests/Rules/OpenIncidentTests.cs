namespace Rollouts.Tests.Rules;

/// <summary>How long one incident is open, and days from which something counts.</summary>
public class OpenIncidentTests
{
    private static readonly Trigger Long = new(
        "long", "incident P1 open for 30m", new Criterion.OfIncident("P1", TimeSpan.FromMinutes(30)), new(new Move.Back(new BackTarget.Nobody()), null, null), false, null, null);

    [Fact]
    public void One_incident_open_for_its_time_fires_to_the_minute()
    {
        var launch = AtP1();
        launch.Minutes(1);
        Declare(launch);
        launch.Minutes(29);
        Assert.Empty(launch.State.WaysBack);
        launch.Minutes(1);
        Assert.Single(launch.State.WaysBack);
    }

    [Fact]
    public void Open_for_more_than_a_time_is_not_yet_so_at_that_time()
    {
        var longer = Long with { When = new Criterion.OfIncident("P1", TimeSpan.FromMinutes(30), true) };
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [longer] });
        launch.GoTo("P1");
        Declare(launch);
        launch.Minutes(30);
        Assert.Empty(launch.State.WaysBack);
        launch.Minutes(1);
        Assert.Single(launch.State.WaysBack);
    }

    [Fact]
    public void Two_short_ones_are_not_one_long_one()
    {
        var launch = AtP1();
        var first = Declare(launch);
        launch.Minutes(20);
        Declare(launch);
        Resolve(launch, first);
        launch.Minutes(20);
        Assert.Empty(launch.State.WaysBack);
        launch.Minutes(10);
        Assert.Single(launch.State.WaysBack);
    }

    [Fact]
    public void A_criterion_of_a_day_is_met_from_that_day_on_and_holds_the_gate_back_before()
    {
        var launch = With(TestPlan.Criterion(new Criterion.OfDate("2026-03-12", new(2026, 3, 12, 0, 0, 0, TimeSpan.Zero)), "from 2026-03-12"));
        launch.Days(9);
        Assert.Equal("P0", launch.Phase);
        launch.Days(1.1);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void A_criterion_due_on_a_day_is_not_counted_before()
    {
        var launch = With(TestPlan.Below("errors", 0.001) with { DueOn = TestLaunch.Begin + 4 * TestPlan.Day }, TestPlan.Below("latency", 0.05));
        launch.Days(2);
        Assert.Equal(Verdict.NotDue, Line(launch).Verdict);
        launch.Days(2.1);
        Assert.Equal(Verdict.Missed, Line(launch).Verdict);
    }

    private static CriterionLine Line(TestLaunch launch) => Explaining.Gates(launch.Plan, launch.State).Single(gate => gate.Name == "P0").Standing.Lines[0];

    private static TestLaunch With(params GateCriterion[] criteria)
    {
        var first = TestPlan.Plan.Phases[0];
        return new(TestPlan.Plan with { Triggers = [], Phases = TestPlan.Plan.Phases.SetItem(0, first with { Shortest = 5 * TestPlan.Day, Exit = TestPlan.Gate("P0", criteria) }) });
    }

    private static TestLaunch AtP1()
    {
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [Long] });
        launch.GoTo("P1");
        return launch;
    }

    private static string Declare(TestLaunch launch)
    {
        launch.Give((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "P1", "it is down"));
        return launch.State.Incidents.Values.MaxBy(incident => incident.Opened)!.Id;
    }

    private static void Resolve(TestLaunch launch, string incident) => launch.Give((id, at) => new Input.ResolveIncident(id, at, TestLaunch.Lead, incident, "up again"));
}
