namespace Rollouts.Tests;

public class DriftTests
{
    private static readonly GovernedKey Key = GovernedKey.Flag(TestPlan.Dial);

    [Fact]
    public void Drift_holds_the_launch_and_its_raise_is_not_carried_out()
    {
        var launch = Rising();
        Drift(launch);
        Assert.DoesNotContain(launch.State.Pending.Values, pending => pending.Effect is Effect.Write);
        Assert.Equal(HoldKind.Drifted, launch.State.Holds.Values.Single().Kind);
        launch.Days(20);
        Assert.Equal(TrackStage.Applying, launch.State.Main.Stage);
    }

    [Fact]
    public void Drift_found_by_an_old_raise_does_not_give_up_the_stamp_of_a_fence()
    {
        var launch = Rising();
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "bad"));
        Drift(launch);
        Assert.False(launch.State.Returning.Values.Single().Fenced);
        Assert.Contains(launch.State.Pending.Values, pending => pending.Effect is Effect.Write write && write.Key == Key);
        launch.Virtual.CarryOut();
        Assert.Equal("off", launch.Flag(TestPlan.Dial)!.ToString());
    }

    [Fact]
    public void After_a_resume_a_drifted_key_is_taken_over()
    {
        var launch = Rising();
        Drift(launch);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "ours again"));
        var write = Assert.Single(Next.EffectsOf(launch.State).OfType<Effect.Write>());
        Assert.True(write is { Rise: true, Stamp: true } && write.Key == Key);
        launch.Virtual.CarryOut();
        Assert.Equal("20 %", launch.Flag(TestPlan.Dial)!.ToString());
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
    }

    [Fact]
    public void The_same_drift_found_twice_holds_once()
    {
        var launch = Rising();
        Drift(launch);
        Drift(launch);
        Assert.Single(launch.State.Holds);
    }

    private static void Drift(TestLaunch launch) => launch.Give((id, at) => new Input.Drifted(id, at, Key, "it was written by another"));

    private static TestLaunch Rising() => TestLaunch.WithRaiseUnderWay();
}
