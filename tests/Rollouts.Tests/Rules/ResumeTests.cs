namespace Rollouts.Tests.Rules;

/// <summary>What must pass before the launch goes on, after a pause and after a way back.</summary>
public class ResumeTests
{
    private static readonly Plan Apart = TestPlan.Plan with { Triggers = [], Resume = null, ResumeWayBack = "resume" };

    [Fact]
    public void After_a_pause_a_person_is_enough_where_the_plan_asks_something_only_after_a_way_back()
    {
        var launch = AtP1(Apart);
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "lunch"));
        Resume(launch);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void After_a_way_back_that_a_person_asked_for_the_plan_s_own_gate_counts()
    {
        var launch = AtP1(Apart);
        Back(launch);
        Resume(launch);
        Assert.Equal("resume", Assert.Single(launch.State.Holds.Values).ResumeGate);
        launch.Mark("Root cause fixed");
        launch.Minutes(5);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void A_resume_asked_while_the_way_back_is_under_way_waits_for_its_end()
    {
        var launch = AtP1(Apart);
        launch.Virtual.CarriesOut = false;
        Back(launch);
        Assert.NotEmpty(launch.State.Returning);
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "it was nothing")));
        launch.Mark("Root cause fixed");
        launch.Minutes(5);
        Assert.NotEmpty(launch.State.Holds);
        launch.Virtual.CarriesOut = true;
        launch.Virtual.CarryOut();
        launch.Minutes(10);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void Two_holds_behind_one_gate_ask_for_approval_once_and_about_both()
    {
        var asking = TestPlan.Gate("resume") with { Approve = TestPlan.All("lead") };
        var launch = AtP1(TestPlan.Plan with { Triggers = [], Resume = "resume", Gates = TestPlan.Plan.Gates.SetItem("resume", asking) });
        Pause(launch, "lunch");
        Resume(launch);
        var first = Assert.Single(Requests(launch));
        launch.Minutes(10);
        Pause(launch, "a storm");
        launch.Minutes(10);
        Assert.Contains(launch.Events.OfType<RolloutEvent.ApprovalVoided>(), voided => voided.Request == first);
        Resume(launch);
        Assert.NotEqual(first, Assert.Single(Requests(launch)));
        launch.Approve(TestLaunch.Lead);
        launch.Minutes(5);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void A_request_is_void_once_the_launch_is_taken_back_from_its_gate()
    {
        var launch = AtP1(Apart);
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        var asked = launch.Request()!.Request;
        Back(launch);
        Assert.Equal(asked, Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalVoided>()).Request);
        Assert.Empty(Requests(launch));
    }

    [Fact]
    public void A_review_that_comes_while_the_launch_is_held_is_a_row_that_decides_and_counts_nothing()
    {
        var daily = new ReviewSchedule.Cadence([new(TestPlan.Day, null)]);
        var gate = TestPlan.Gate("P0", TestPlan.Below("errors", 0.05)) with { Review = daily, Holding = new Holding.Reviews(2) };
        var launch = new TestLaunch(TestPlan.Plan with { Triggers = [], Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Exit = gate }) });
        launch.Days(1.1);
        launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, "lunch"));
        launch.Days(1);
        var row = launch.Events.OfType<RolloutEvent.ReviewHeld>().Last();
        Assert.Equal(("Pass", false, true), (row.Status, row.Decides, row.WhileHeld));
        Assert.Equal(0, launch.State.Gates["P0#1"].ReviewsPassed);
        Assert.Equal(2, launch.Events.OfType<RolloutEvent.ReviewHeld>().Count());
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "back"));
        launch.Days(1);
        Assert.Equal(1, launch.State.Gates["P0#1"].ReviewsPassed);
    }

    private static TestLaunch AtP1(Plan plan)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        return launch;
    }

    private static void Pause(TestLaunch launch, string why) => launch.Give((id, at) => new Input.Pause(id, at, TestLaunch.Lead, why));

    private static IEnumerable<string> Requests(TestLaunch launch) => launch.State.Gates.Values.Select(gate => gate.Approval?.Request).OfType<string>();

    private static void Back(TestLaunch launch) => launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "it hurts"));

    private static void Resume(TestLaunch launch)
    {
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fine"));
        launch.Minutes(10);
    }
}
