namespace Rollouts.Tests.Rules;

/// <summary>Whoever is asked may say why it takes longer, as often as the plan allows.</summary>
public class MoreTimeTests
{
    private static readonly ApprovalRule Within4h = TestPlan.All("lead", "product") with { Within = TimeSpan.FromHours(4), MoreTime = new(TimeSpan.FromHours(2), 1) };

    [Fact]
    public void More_time_moves_the_deadline_once_and_says_who_and_why()
    {
        var launch = AtRequest(Within4h);
        var deadline = launch.Request()!.Deadline!.Value;
        Assert.Null(MoreTime(launch, TestLaunch.Lead, "the load test runs until tonight"));
        var given = Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalExtended>());
        Assert.Equal(("lead-person", "the load test runs until tonight", deadline.AddHours(2)), (given.By, given.Reason, given.Deadline));
        Assert.Equal("more time was given already, and the plan gives it once", MoreTime(launch, TestLaunch.Product, "me too"));
        launch.Virtual.RunFor(TimeSpan.FromHours(5));
        Assert.Empty(launch.Events.OfType<RolloutEvent.ApprovalEscalated>());
        launch.Virtual.RunFor(TimeSpan.FromHours(1.5));
        Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalEscalated>());
    }

    [Fact]
    public void It_is_given_as_often_as_the_plan_says()
    {
        var launch = AtRequest(Within4h with { MoreTime = new(TimeSpan.FromHours(1), 2) });
        Assert.Null(MoreTime(launch, TestLaunch.Lead, "one"));
        Assert.Null(MoreTime(launch, TestLaunch.Lead, "two"));
        Assert.Equal("more time was given 2 times already", MoreTime(launch, TestLaunch.Lead, "three"));
    }

    [Fact]
    public void It_needs_a_reason_a_role_that_is_still_asked_a_deadline_and_a_plan_that_gives_it()
    {
        var launch = AtRequest(Within4h);
        Assert.Equal("say why it takes longer", MoreTime(launch, TestLaunch.Lead, " "));
        Assert.Contains("none of the roles", MoreTime(launch, Actor.Of("passer-by"), "please"));
        launch.Approve(TestLaunch.Lead);
        Assert.Contains("is not needed any more", MoreTime(launch, TestLaunch.Lead, "please"));
        Assert.Equal("this request has no deadline", MoreTime(AtRequest(TestPlan.All("lead")), TestLaunch.Lead, "please"));
        Assert.Equal("the plan gives no more time for this", MoreTime(AtRequest(Within4h with { MoreTime = null }), TestLaunch.Lead, "please"));
    }

    [Fact]
    public void After_the_deadline_there_is_no_more_time()
    {
        var launch = AtRequest(Within4h);
        launch.Virtual.RunFor(TimeSpan.FromHours(5));
        Assert.Equal("the deadline has passed: the backups may answer now", MoreTime(launch, TestLaunch.Lead, "late"));
    }

    private static string? MoreTime(TestLaunch launch, Actor by, string why) => launch.Refusal((id, at) => new Input.MoreTime(id, at, by, null, why));

    private static TestLaunch AtRequest(ApprovalRule rule)
    {
        var phases = TestPlan.Plan.Phases;
        var launch = new TestLaunch(TestPlan.Plan with { Phases = phases.SetItem(0, phases[0] with { Exit = phases[0].Exit with { Approve = rule } }) });
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        return launch;
    }
}
