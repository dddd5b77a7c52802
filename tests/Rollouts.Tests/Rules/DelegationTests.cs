namespace Rollouts.Tests.Rules;

/// <summary>While somebody is away another answers for them, and the four eyes stay four.</summary>
public class DelegationTests
{
    private static readonly Actor Deputy = Actor.Of("deputy");
    private static readonly ApprovalRule Both = TestPlan.All("lead", "product");
    private static readonly ApprovalRule FourEyes = Both with { FourEyes = true };

    [Fact]
    public void A_delegate_s_yes_counts_as_that_of_the_one_who_is_away()
    {
        var launch = AtRequest(Both);
        Assert.Contains("none of the roles", Approve(launch, Deputy));
        Delegate(launch, TestLaunch.Product, "deputy");
        Assert.Null(Approve(launch, Deputy));
        var given = Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalGiven>());
        Assert.Equal(("product", "deputy", "product-person"), (given.Role, given.By, given.For));
        launch.Approve(TestLaunch.Lead);
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void It_ends_at_its_time_and_before_it_when_either_says_so()
    {
        var launch = AtRequest(Both);
        Delegate(launch, TestLaunch.Product, "deputy", 2);
        launch.Virtual.RunFor(TimeSpan.FromHours(3));
        Assert.Equal("system", Assert.Single(launch.Events.OfType<RolloutEvent.DelegationEnded>()).By);
        Assert.Contains("none of the roles", Approve(launch, Deputy));
        Delegate(launch, TestLaunch.Product, "deputy");
        Assert.Equal("only product-person and deputy may end this; deputy stands in for product-person as product", End(launch, TestLaunch.Lead, "product-person"));
        Assert.Null(End(launch, Deputy, "product-person"));
        Assert.Empty(launch.State.Delegations);
        Assert.Equal("nobody stands in for product-person", End(launch, TestLaunch.Product, null));
    }

    [Fact]
    public void A_delegate_does_not_pass_it_on()
    {
        var launch = AtRequest(Both);
        Delegate(launch, TestLaunch.Product, TestLaunch.Lead.Id);
        Delegate(launch, TestLaunch.Lead, "deputy");
        Assert.Null(Approve(launch, Deputy));
        Assert.Equal("lead", Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalGiven>()).Role);
    }

    [Fact]
    public void With_four_eyes_nobody_is_counted_twice_neither_for_themself_nor_for_another()
    {
        var launch = AtRequest(FourEyes, starter: "somebody-else");
        Delegate(launch, TestLaunch.Product, TestLaunch.Lead.Id);
        Assert.Null(Approve(launch, TestLaunch.Lead));
        Assert.Equal(("lead", (string?)null), (Given(launch).Role, Given(launch).For));
        Assert.Equal("lead-person has approved this already; lead-person stands in for product-person as product", Approve(launch, TestLaunch.Lead));
        Assert.Null(Approve(launch, TestLaunch.Product));
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void With_four_eyes_who_is_counted_by_a_delegate_is_not_counted_again()
    {
        var plan = WithRule(FourEyes) with { Roles = TestPlan.Plan.Roles.SetItem("lead", new("lead", ["product-person"], null, null)) };
        var launch = AtRequest(plan, "somebody-else");
        Delegate(launch, TestLaunch.Product, "deputy");
        Delegate(launch, TestLaunch.Product, "deputy");
        Assert.Null(Approve(launch, Deputy));
        Assert.Equal("product-person has approved this already", Approve(launch, TestLaunch.Product));
        Assert.Equal("deputy has approved this already; deputy stands in for product-person as lead and product", Approve(launch, Deputy));
    }

    [Fact]
    public void With_four_eyes_who_started_the_launch_approves_through_nobody()
    {
        var launch = AtRequest(FourEyes);
        Delegate(launch, TestLaunch.Lead, "deputy");
        Assert.Equal("four eyes: lead-person started the launch, and a delegate cannot change that; deputy stands in for lead-person as lead", Approve(launch, Deputy));
    }

    [Fact]
    public void Who_has_a_role_by_a_group_is_stood_in_for_by_the_groups_of_then()
    {
        var plan = WithRule(Both) with { Roles = TestPlan.Plan.Roles.SetItem("product", new("product", [], "product-people", null)) };
        var launch = AtRequest(plan);
        Delegate(launch, Actor.Of("pat", "product-people"), "deputy");
        Assert.Null(Approve(launch, Deputy));
        Assert.Equal("pat", Given(launch).For);
    }

    [Fact]
    public void A_delegate_may_answer_mark_and_complete_but_command_nothing()
    {
        var launch = AtRequest(Both);
        Delegate(launch, TestLaunch.Lead, "deputy");
        Assert.Contains("has no role in this plan", launch.Refusal((id, at) => new Input.Promote(id, at, Deputy, "now")));
        Assert.Null(launch.Refusal((id, at) => new Input.Mark(id, at, Deputy, "Root cause fixed", true, null, "")));
        Assert.Null(launch.Refusal((id, at) => new Input.Reject(id, at, Deputy, null, "not in their name")));
    }

    [Theory]
    [InlineData("", 5, "nobody stands in for lead-person as lead: name the person who stands in")]
    [InlineData("system", 5, "system does not stand in for lead-person as lead: name the person who stands in")]
    [InlineData("lead-person", 5, "lead-person does not stand in for lead-person as lead: nobody stands in for themself")]
    [InlineData("deputy", 0, "deputy does not stand in for lead-person as lead: say for how long, at most 30d")]
    [InlineData("deputy", 24 * 31, "deputy does not stand in for lead-person as lead: say for how long, at most 30d")]
    public void A_delegation_that_is_refused_says_and_keeps_who_was_to_stand_in_for_whom_in_which_role_and_why_not(string to, int hours, string reason)
    {
        var refused = Refused(AtRequest(Both), (id, at) => new Input.Delegate(id, at, TestLaunch.Lead, to, TimeSpan.FromHours(hours), ""));
        Assert.Equal(reason, refused.Reason);
        var kept = Assert.Single(refused.StandsIn!.Value);
        Assert.Equal(("lead-person", to, "lead"), (kept.From, kept.To, Assert.Single(kept.Roles)));
    }

    [Fact]
    public void Who_has_no_role_has_nothing_to_delegate()
    {
        var refused = Refused(AtRequest(Both), (id, at) => new Input.Delegate(id, at, Actor.Of("passer-by"), "deputy", TimeSpan.FromHours(1), ""));
        Assert.Equal("deputy does not stand in for passer-by: passer-by has no role in this plan that somebody could stand in for", refused.Reason);
        Assert.Empty(Assert.Single(refused.StandsIn!.Value).Roles);
    }

    [Fact]
    public void An_answer_of_a_delegate_that_is_refused_says_and_keeps_for_whom_it_was_given()
    {
        var launch = AtRequest(TestPlan.All("product"));
        Delegate(launch, TestLaunch.Lead, "deputy");
        var refused = Refused(launch, (id, at) => new Input.Approve(id, at, Deputy, null, ""));
        Assert.Equal("deputy has none of the roles that are asked: product; deputy stands in for lead-person as lead", refused.Reason);
        Assert.Equal(
            """{"is":"refused","reason":"deputy has none of the roles that are asked: product; deputy stands in for lead-person as lead","standsIn":[{"from":"lead-person","to":"deputy","roles":["lead"]}]}""",
            System.Text.Json.JsonSerializer.Serialize<Outcome>(refused, EntryChain.Json));
    }

    [Fact]
    public void A_refusal_that_has_to_do_with_nobody_else_is_kept_as_it_always_was()
    {
        var launch = AtRequest(TestPlan.All("product"));
        Delegate(launch, TestLaunch.Lead, "deputy");
        foreach (var make in new Func<string, DateTimeOffset, Input>[] { (id, at) => new Input.Approve(id, at, TestLaunch.Lead, null, ""), (id, at) => new Input.Promote(id, at, Deputy, "now") })
        {
            var refused = Refused(launch, make);
            Assert.Null(refused.StandsIn);
            Assert.DoesNotContain("standsIn", System.Text.Json.JsonSerializer.Serialize<Outcome>(refused, EntryChain.Json), StringComparison.Ordinal);
        }
    }

    private static Outcome.Refused Refused(TestLaunch launch, Func<string, DateTimeOffset, Input> make) => Assert.IsType<Outcome.Refused>(launch.Give(make));

    private static RolloutEvent.ApprovalGiven Given(TestLaunch launch) => launch.Events.OfType<RolloutEvent.ApprovalGiven>().Last();

    private static string? Approve(TestLaunch launch, Actor by) => launch.Refusal((id, at) => new Input.Approve(id, at, by, null, ""));

    private static string? End(TestLaunch launch, Actor by, string? person) => launch.Refusal((id, at) => new Input.EndDelegation(id, at, by, person));

    private static void Delegate(TestLaunch launch, Actor by, string to, int hours = 24) =>
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Delegate(id, at, by, to, TimeSpan.FromHours(hours), "on a plane")));

    private static Plan WithRule(ApprovalRule rule)
    {
        var phases = TestPlan.Plan.Phases;
        return TestPlan.Plan with { Phases = phases.SetItem(0, phases[0] with { Exit = phases[0].Exit with { Approve = rule } }) };
    }

    private static TestLaunch AtRequest(ApprovalRule rule, string starter = "lead-person") => AtRequest(WithRule(rule), starter);

    private static TestLaunch AtRequest(Plan plan, string starter = "lead-person")
    {
        var launch = new TestLaunch(plan, starter: Actor.Of(starter));
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        return launch;
    }
}
