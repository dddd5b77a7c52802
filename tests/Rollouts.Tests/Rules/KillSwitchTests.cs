namespace Rollouts.Tests.Rules;

/// <summary>A kill switch may always be thrown; only its gate turns it on again.</summary>
public class KillSwitchTests
{
    [Fact]
    public void Anyone_may_throw_it_and_the_flag_is_off_at_once()
    {
        var launch = AtP1();
        Assert.IsType<Outcome.Accepted>(Throw(launch, null));
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        Assert.Equal(HoldKind.Halted, Assert.Single(launch.State.Holds.Values).Kind);
    }

    [Fact]
    public void What_is_no_kill_switch_cannot_be_thrown() =>
        Assert.Equal("'new_path' is no kill switch of this plan; it has ENABLED", ((Outcome.Refused)Throw(AtP1(), "new_path")!).Reason);

    [Fact]
    public void It_stays_off_until_the_gate_has_passed_and_someone_resumed()
    {
        var launch = AtP1();
        Throw(launch, null);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "mended"));
        launch.Days(1);
        Assert.Equal(new KeyDocument.Switch(false), launch.Flag(TestPlan.KillSwitch));
        launch.Mark("Root cause fixed");
        launch.Minutes(5);
        Assert.Equal(new KeyDocument.Switch(true), launch.Flag(TestPlan.KillSwitch));
        Assert.Empty(launch.State.Holds);
    }

    [Fact]
    public void Re_arming_it_goes_through_a_resume()
    {
        var launch = AtP1();
        Throw(launch, null);
        Assert.Equal("a thrown kill switch is re-armed by resuming the launch", launch.Refusal((id, at) => new Input.ReArm(id, at, TestLaunch.Lead, TestPlan.KillSwitch, "mended")));
        Assert.Equal("'new_path' is not turned off", launch.Refusal((id, at) => new Input.ReArm(id, at, TestLaunch.Lead, TestPlan.Dial, "mended")));
    }

    [Fact]
    public void It_may_be_thrown_while_a_way_back_is_under_way()
    {
        var launch = AtP1();
        launch.Virtual.CarriesOut = false;
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "it hurts"));
        Assert.IsType<Outcome.Accepted>(Throw(launch, TestPlan.KillSwitch));
    }

    private static Outcome? Throw(TestLaunch launch, string? flag) => launch.Give((id, at) => new Input.Throw(id, at, Actor.Of("passer-by"), flag, "smoke"));

    private static TestLaunch AtP1()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        return launch;
    }
}
