namespace Rollouts.Tests.Rules;

/// <summary>The decision matrix: a person says what was found, the plan says what is done.</summary>
public class TriageTests
{
    [Fact]
    public void The_row_s_proposal_is_carried_out()
    {
        var launch = AtP1();
        Assert.IsType<Outcome.Accepted>(Triage(launch, "slow"));
        Assert.Equal("lead-person found: Uploads are slow (p95 of 9 s)", Assert.Single(launch.State.Holds.Values).Cause);
    }

    [Fact]
    public void A_row_may_take_back()
    {
        var launch = AtP1();
        Triage(launch, "loss");
        launch.Minutes(5);
        Assert.Equal(0, launch.Exposed.Value);
    }

    [Fact]
    public void A_row_the_matrix_does_not_have_is_refused() =>
        Assert.Equal("the plan's decision matrix has no row 'meh'; it has slow, loss", Assert.IsType<Outcome.Refused>(Triage(AtP1(), "meh")).Reason);

    [Fact]
    public void What_must_be_answered_soon_is_a_task_with_that_deadline()
    {
        var launch = AtP1(row => row with { Respond = TimeSpan.FromMinutes(15), Owner = "product" });
        Triage(launch, "slow");
        var task = Assert.Single(launch.State.Tasks.Values);
        Assert.Equal(("Respond: Uploads are slow", "product", TimeSpan.FromMinutes(15)), (task.Do, task.Owner, task.Due - task.Opened));
    }

    [Fact]
    public void An_incident_that_the_row_opens_and_that_is_answered_no_later_is_the_answer()
    {
        var opens = new Procedure("declare", [new ProcedureAction.OpenIncident("P2", "{cause}", null)]);
        var launch = AtP1(
            row => row with { Respond = TimeSpan.FromMinutes(15), Do = new(null, "declare", null) },
            plan => plan with
            {
                Procedures = plan.Procedures.Add("declare", opens),
                Incidents = plan.Incidents.Add("P2", new("P2", "lead", [new("Answer it", "lead", TimeSpan.FromMinutes(10))])),
            });
        Triage(launch, "slow");
        launch.Minutes(1);
        Assert.Equal("Answer it", Assert.Single(launch.State.Tasks.Values).Do);
    }

    [Theory]
    [InlineData("2026-03-05T10:00Z", "2026-03-07T00:00Z")]
    [InlineData("2026-03-06T10:00Z", "2026-03-10T00:00Z")]
    [InlineData("2026-03-08T23:00Z", "2026-03-10T00:00Z")]
    public void The_next_business_day_skips_the_weekend(string found, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, null), BusinessDays.EndOfNext(TestPlan.Plan, DateTimeOffset.Parse(found, null)));

    [Fact]
    public void The_next_business_day_ends_with_the_plan_s_hours_in_its_time_zone()
    {
        var plan = TestPlan.Plan with { TimeZone = "Europe/Berlin", Hours = new([DayOfWeek.Monday, DayOfWeek.Wednesday], new(9, 0), new(17, 0), "Europe/Berlin") };
        Assert.Equal(DateTimeOffset.Parse("2026-03-30T15:00Z", null), BusinessDays.EndOfNext(plan, DateTimeOffset.Parse("2026-03-25T08:00Z", null)));
    }

    private static Outcome? Triage(TestLaunch launch, string row) => launch.Give((id, at) => new Input.Triage(id, at, TestLaunch.Lead, row, "p95 of 9 s"));

    private static TestLaunch AtP1(Func<TriageRow, TriageRow>? change = null, Func<Plan, Plan>? also = null)
    {
        var slow = new TriageRow("slow", "Uploads are slow", "", "P2", null, new(new Move.Pause(), null, null));
        var plan = TestPlan.Plan with { Triage = [change?.Invoke(slow) ?? slow, new("loss", "Data is lost", "", "P0", null, new(new Move.Back(new BackTarget.Nobody()), null, null))] };
        var launch = new TestLaunch(also?.Invoke(plan) ?? plan);
        launch.GoTo("P1");
        return launch;
    }
}
