namespace Rollouts.Tests;

public class WaysBackTests
{
    [Fact]
    public void What_a_fence_stamped_lower_does_not_climb_again_before_the_exposure_is_restored()
    {
        var launch = Rising();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "bad"));
        foreach (var effect in Next.EffectsOf(launch.State).OfType<Effect.Write>()) launch.Virtual.Complete(effect.Id);
        Assert.True(launch.State.Returning.Values.Single().Fenced);
        Assert.DoesNotContain(Next.EffectsOf(launch.State), effect => effect is Effect.Write);
        launch.Virtual.CarryOut();
        Assert.Equal(10, Percent(launch));
    }

    private static double Percent(TestLaunch launch) => Assert.IsType<KeyDocument.Dial>(launch.Flag(TestPlan.Dial)).Audience.Percent.Value;

    /// <summary>A launch whose raise from 10 % to 20 % is decided and not confirmed.</summary>
    private static TestLaunch Rising()
    {
        var launch = new TestLaunch();
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        launch.Virtual.CarriesOut = false;
        launch.Approve(TestLaunch.Lead, TestLaunch.Product);
        launch.Minutes(6);
        Assert.Contains(Next.EffectsOf(launch.State), effect => effect is Effect.Write { Rise: true });
        return launch;
    }
}
