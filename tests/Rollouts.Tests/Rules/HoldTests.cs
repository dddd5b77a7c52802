namespace Rollouts.Tests.Rules;

/// <summary>Holds stop clocks and rises, and are lifted by a person whose resume passes its gate.</summary>
public class HoldTests
{
    [Fact]
    public void Anyone_may_pause_and_only_someone_with_a_role_may_resume()
    {
        var launch = AtP1();
        Assert.Null(Pause(launch, Actor.Of("passer-by")));
        Assert.Equal("passer-by has no role in this plan", launch.Refusal((id, at) => new Input.Resume(id, at, Actor.Of("passer-by"), "fine")));
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fine")));
        launch.Minutes(5);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void The_plan_may_say_who_may_pause()
    {
        var launch = AtP1(TestPlan.Plan with { May = TestPlan.Plan.May.Add("pause", ["lead"]) });
        Assert.Equal("product-person may not pause: that is for lead", Pause(launch, TestLaunch.Product));
    }

    [Fact]
    public void The_same_pause_twice_is_one()
    {
        var launch = AtP1();
        Assert.Null(Pause(launch, TestLaunch.Lead));
        Assert.StartsWith("paused already, since", Pause(launch, TestLaunch.Lead), StringComparison.Ordinal);
    }

    [Fact]
    public void The_launch_goes_on_only_when_every_hold_is_lifted()
    {
        var launch = AtP1(TestPlan.Plan with { Triggers = [TestPlan.When("spike", "errors", 0.10, TimeSpan.FromMinutes(15), new Move.Pause()) with { Do = new(new Move.Pause(), null, "resume") }] });
        Pause(launch, TestLaunch.Lead);
        launch.World["errors"] = 0.15;
        launch.Minutes(10);
        launch.World["errors"] = 0.01;
        Assert.Equal(2, launch.State.Holds.Count);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "both are fine"));
        launch.Days(1);
        Assert.Equal(2, launch.State.Holds.Count);
        launch.Mark("Root cause fixed");
        launch.Minutes(5);
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void A_mark_of_before_the_hold_does_not_lift_it()
    {
        var launch = AtP1(TestPlan.Plan with { Resume = "resume" });
        launch.Mark("Root cause fixed");
        launch.Minutes(1);
        Pause(launch, TestLaunch.Lead);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fine"));
        launch.Days(1);
        Assert.Single(launch.State.Holds);
    }

    [Fact]
    public void Resuming_what_is_not_held_is_refused() =>
        Assert.Equal("nothing is held", AtP1().Refusal((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "go")));

    [Fact]
    public void Nothing_rises_while_held_whatever_the_gate_says()
    {
        var launch = AtP1();
        Pause(launch, TestLaunch.Lead);
        launch.Days(60);
        Assert.Equal(10, launch.Exposed.Value);
        Assert.StartsWith("nothing may rise now", launch.Refusal((id, at) => new Input.Promote(id, at, TestLaunch.Lead, "hurry")), StringComparison.Ordinal);
    }

    private static string? Pause(TestLaunch launch, Actor by) => launch.Refusal((id, at) => new Input.Pause(id, at, by, "something smells"));

    private static TestLaunch AtP1(Plan? plan = null)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        return launch;
    }
}
