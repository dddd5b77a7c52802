namespace Rollouts.Tests;

public class WaysBackTests
{
    [Fact]
    public void What_a_fence_stamped_lower_does_not_climb_again_before_the_exposure_is_restored()
    {
        var launch = TestLaunch.WithRaiseUnderWay();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "bad"));
        foreach (var effect in Next.EffectsOf(launch.State).OfType<Effect.Write>()) launch.Virtual.Complete(effect.Id);
        Assert.True(launch.State.Returning.Values.Single().Fenced);
        Assert.DoesNotContain(Next.EffectsOf(launch.State), effect => effect is Effect.Write);
        launch.Virtual.CarryOut();
        Assert.Equal(10, Percent(launch));
    }

    [Fact]
    public void A_kill_switch_thrown_while_the_fence_is_stamped_does_not_complete_the_fence()
    {
        var launch = TestLaunch.WithRaiseUnderWay();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "bad"));
        launch.Give((id, at) => new Input.Throw(id, at, TestLaunch.Lead, null, "fire"));
        var thrown = launch.State.Planned[GovernedKey.Flag(TestPlan.KillSwitch)];
        launch.Virtual.Complete(launch.State.Planned[GovernedKey.Flag(TestPlan.Dial)].Id);
        Assert.False(launch.State.Returning.Values.Single().Fenced);
        launch.Virtual.Complete(thrown.Id);
        Assert.True(launch.State.Returning.Values.Single().Fenced);
    }

    private static double Percent(TestLaunch launch) => Assert.IsType<KeyDocument.Dial>(launch.Flag(TestPlan.Dial)).Audience.Percent.Value;
}
