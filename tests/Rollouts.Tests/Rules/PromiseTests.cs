using System.Collections.Immutable;

namespace Rollouts.Tests.Rules;

/// <summary>Who keeps a promise, and from when a deadline counts.</summary>
public class PromiseTests
{
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    [Fact]
    public void A_promised_follow_up_is_kept_by_the_role_that_the_message_names() =>
        Assert.Equal("product", FollowUp(new ProcedureAction.Notify("#launch", "More soon", HalfHour) { Owner = "product" }).Owner);

    [Fact]
    public void Without_a_name_it_is_kept_by_the_first_who_approves_the_phase()
    {
        var phase = TestPlan.Plan.Phases[1];
        var plan = TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(1, phase with { Exit = phase.Exit with { Approve = TestPlan.All("product", "lead") } }) };
        Assert.Equal("product", FollowUp(new ProcedureAction.Notify("#launch", "More soon", HalfHour), plan).Owner);
    }

    [Fact]
    public void Where_nobody_approves_it_is_kept_by_whoever_may_close_the_launch()
    {
        var plan = TestPlan.Plan with { May = TestPlan.Plan.May.Add("close", ["product"]) };
        Assert.Equal("product", (plan with { Phases = [plan.Phases[2]] }).LeadOf(0));
    }

    [Fact]
    public void A_task_behind_a_verification_is_due_from_the_beginning_of_its_procedure()
    {
        var slow = new ProcedureAction.Verify("errors < 0.1%", new Criterion.OfMetric("errors", null, TimeSpan.FromMinutes(5), Comparison.Less, TestPlan.Absolute(0.001), TimeSpan.Zero), TimeSpan.FromMinutes(15));
        var launch = Back(TestPlan.Plan, slow, new ProcedureAction.AskTask("Tell the stakeholders", "lead", TimeSpan.FromMinutes(20)));
        var began = launch.State.WaysBack[0];
        launch.Minutes(16);
        var task = launch.State.Tasks.Values.Single(task => task.Do == "Tell the stakeholders");
        Assert.Equal(began + TimeSpan.FromMinutes(20), task.Due);
        Assert.True(task.Opened > began + TimeSpan.FromMinutes(10));
        launch.Minutes(5);
        Assert.True(launch.State.Tasks[task.Id].Overdue);
    }

    [Fact]
    public void A_task_for_the_next_review_is_due_when_that_comes_next_and_one_for_a_day_on_that_day()
    {
        var weekly = new ReviewSchedule.Weekly([DayOfWeek.Wednesday], new(15, 0), "UTC");
        var day = new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero);
        var launch = Back(
            TestPlan.Plan, new ProcedureAction.AskTask("Before the review", "lead", null) { Next = weekly }, new ProcedureAction.AskTask("Before Christmas", "lead", null) { On = day });
        launch.Minutes(5);
        var due = launch.State.Tasks.Values.ToDictionary(task => task.Do, task => task.Due);
        Assert.Equal(day, due["Before Christmas"]);
        var review = due["Before the review"]!.Value;
        Assert.Equal((DayOfWeek.Wednesday, 15), (review.DayOfWeek, review.Hour));
        Assert.InRange(review - launch.State.WaysBack[0], TimeSpan.FromTicks(1), 7 * TestPlan.Day);
    }

    [Fact]
    public void Overdue_tasks_are_counted_by_what_they_say()
    {
        var gate = TestPlan.Gate("P0", [.. ((string[])["", "customer NOTES", "mitigation"]).Select(
            text => TestPlan.Criterion(new Criterion.OfTally(Tally.OverdueTasks, text, null, Comparison.Equal, 0, TimeSpan.Zero), $"overdue_tasks({text}) == 0"))]);
        var first = TestPlan.Plan.Phases[0] with { Shortest = 5 * TestPlan.Day, Exit = gate };
        var asks = new IncidentRule("P1", null, [new("Write customer notes", "lead", HalfHour), new("Look at the logs", "lead", HalfHour)]);
        var launch = new TestLaunch(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(0, first), Incidents = TestPlan.Plan.Incidents.SetItem("P1", asks) });
        launch.Minutes(5);
        launch.Give((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "P1", "it is down"));
        launch.Minutes(31);
        Assert.Equal([2, 1, 0], Explaining.Gates(launch.Plan, launch.State).Single(open => open.Name == "P0").Standing.Lines.Select(line => line.Value));
    }

    private static LaunchTask FollowUp(ProcedureAction.Notify notice, Plan? plan = null) =>
        Back(plan ?? TestPlan.Plan, notice).State.Tasks.Values.Single(task => task.Do == "Follow up on: More soon");

    private static TestLaunch Back(Plan plan, params ProcedureAction[] actions)
    {
        var launch = new TestLaunch(plan with { Triggers = [], WayBack = plan.WayBack with { Actions = [new ProcedureAction.RestoreExposure(), .. actions] } });
        launch.GoTo("P1");
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "a rehearsal"));
        return launch;
    }
}
