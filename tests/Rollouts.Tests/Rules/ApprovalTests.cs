namespace Rollouts.Tests.Rules;

/// <summary>Who may say yes, how often, and what becomes of a request nobody answers.</summary>
public class ApprovalTests
{
    [Fact]
    public void Someone_without_the_role_is_refused_and_told_which_roles_are_asked()
    {
        var launch = AtRequest();
        Assert.Contains("has none of the roles that are asked: lead", Approve(launch, Actor.Of("passer-by")));
        Assert.Empty(launch.Request()!.Given);
    }

    [Fact]
    public void Nothing_is_exposed_further_before_every_role_has_agreed()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        launch.Approve(TestLaunch.Lead);
        launch.Days(5);
        Assert.Equal(10, launch.Exposed.Value);
        launch.Approve(TestLaunch.Product);
        launch.Minutes(10);
        Assert.Equal("P2", launch.Phase);
    }

    [Fact]
    public void A_quorum_is_enough()
    {
        var launch = AtRequest(new ApprovalRule(["lead", "product"], 1, false, null, AtDeadline.RemindBackup));
        launch.Approve(TestLaunch.Product);
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void With_four_eyes_who_started_the_launch_cannot_approve_it()
    {
        var launch = AtRequest(new ApprovalRule(["lead"], 1, true, null, AtDeadline.RemindBackup));
        Assert.Equal("four eyes: who started the launch cannot approve it", Approve(launch, TestLaunch.Lead));
    }

    [Fact]
    public void An_answer_to_a_request_that_is_not_open_any_more_is_refused()
    {
        var launch = AtRequest();
        Assert.Contains("is not open", launch.Refusal((id, at) => new Input.Approve(id, at, TestLaunch.Lead, "P0#1/1", "")));
        launch.Approve(TestLaunch.Lead);
        launch.Minutes(10);
        Assert.Equal("nothing waits for an approval", Approve(launch, TestLaunch.Lead));
    }

    [Fact]
    public void A_backup_may_answer_after_the_deadline_and_not_before()
    {
        var launch = AtRequest(TestPlan.All("lead") with { Within = TimeSpan.FromHours(4) });
        Assert.Contains("has none of the roles", Approve(launch, TestLaunch.Product));
        launch.Virtual.RunFor(TimeSpan.FromHours(5));
        Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalEscalated>());
        launch.Approve(TestLaunch.Product);
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void No_answer_counts_as_a_no_where_the_plan_says_so()
    {
        var launch = AtRequest(TestPlan.All("lead") with { Within = TimeSpan.FromHours(4), Then = AtDeadline.Reject });
        launch.Virtual.RunFor(TimeSpan.FromHours(5));
        Assert.Equal("no answer before the deadline", launch.Events.OfType<RolloutEvent.ApprovalRejected>().Single().Reason);
        Assert.Equal(HoldKind.Failed, Assert.Single(launch.State.Holds.Values).Kind);
    }

    [Fact]
    public void A_rejection_needs_a_reason_and_holds_the_launch()
    {
        var launch = AtRequest();
        Assert.Equal("a rejection needs a reason", launch.Refusal((id, at) => new Input.Reject(id, at, TestLaunch.Lead, null, " ")));
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Reject(id, at, TestLaunch.Lead, null, "support is not ready")));
        launch.Days(3);
        Assert.Equal("P0", launch.Phase);
        Assert.Contains("support is not ready", Assert.Single(launch.State.Holds.Values).Cause);
    }

    [Fact]
    public void After_a_rejection_and_a_resume_the_roles_are_asked_anew()
    {
        var launch = AtRequest();
        var first = launch.Request()!.Request;
        launch.Give((id, at) => new Input.Reject(id, at, TestLaunch.Lead, null, "not today"));
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "ready now"));
        launch.Minutes(10);
        Assert.NotEqual(first, launch.Request()!.Request);
    }

    private static string? Approve(TestLaunch launch, Actor by) => launch.Refusal((id, at) => new Input.Approve(id, at, by, null, ""));

    /// <summary>A launch that waits at P0 for the approval of the rule; the lead's where there is none.</summary>
    private static TestLaunch AtRequest(ApprovalRule? rule = null)
    {
        var phases = TestPlan.Plan.Phases;
        var first = phases[0] with { Exit = phases[0].Exit with { Approve = rule ?? TestPlan.All("lead") } };
        var launch = new TestLaunch(TestPlan.Plan with { Phases = phases.SetItem(0, first) });
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        return launch;
    }
}
