using System.Collections.Immutable;
using Rollouts.Simulation;

namespace Rollouts.Tests.Rules;

/// <summary>Settings that move with the exposure; written is not yet effective where a deploy has to follow.</summary>
public class SettingTests
{
    [Theory]
    [InlineData("10", "20", Looser.Up, true)]
    [InlineData("20", "10", Looser.Up, false)]
    [InlineData("20", "10", Looser.Down, true)]
    [InlineData("100", "unlimited", Looser.Up, true)]
    [InlineData("10", "20", Looser.Unknown, true)]
    [InlineData("blue", "green", Looser.Up, true)]
    [InlineData("10", "10", Looser.Unknown, false)]
    public void A_change_is_a_rise_when_it_goes_to_the_looser_side_or_cannot_be_compared(string from, string to, Looser looser, bool rise) =>
        Assert.Equal(rise, SettingValue.IsRise(from, to, looser));

    [Fact]
    public void The_step_begins_only_when_the_deploy_is_confirmed()
    {
        var launch = Launch();
        launch.World["deployed"] = 0;
        launch.Minutes(20);
        Assert.Single(launch.Events.OfType<RolloutEvent.ApplyCalled>());
        Assert.Empty(launch.Events.OfType<RolloutEvent.StepStarted>());
        launch.World["deployed"] = 1;
        launch.Minutes(6);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepStarted>());
    }

    [Fact]
    public void A_deploy_that_is_not_confirmed_in_time_holds_the_launch()
    {
        var launch = Launch();
        launch.World["deployed"] = 0;
        launch.Minutes(40);
        Assert.Equal("share did not become effective within 30m", Assert.Single(launch.State.Holds.Values).Cause);
    }

    [Fact]
    public void A_way_back_sets_the_value_of_its_target_and_calls_the_deploy_again()
    {
        var launch = Launch();
        launch.World["deployed"] = 1;
        launch.Days(8);
        Assert.Equal(new KeyDocument.Setting("20"), launch.State.Confirmed[GovernedKey.Setting("share", "")]);
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "it hurts")));
        launch.Minutes(10);
        Assert.Equal(new KeyDocument.Setting("10"), launch.State.Confirmed[GovernedKey.Setting("share", "")]);
        Assert.Equal(3, launch.Events.OfType<RolloutEvent.ApplyCalled>().Count());
    }

    [Fact]
    public void A_deploy_that_fails_holds_the_launch_and_is_called_again_after_a_resume()
    {
        var works = false;
        var launch = Launch(effect => effect is Effect.CallWebhook && !works ? new EffectFate.Fails("403") : EffectFate.Works);
        launch.World["deployed"] = 1;
        launch.Minutes(20);
        Assert.Equal("share could not be applied: 403", Assert.Single(launch.State.Holds.Values).Cause);
        Assert.Single(launch.Events.OfType<RolloutEvent.ApplyCalled>());
        works = true;
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "the hook has its key back"));
        launch.Minutes(10);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepStarted>());
    }

    /// <summary>Two phases, 10 and 20 of a setting that a deploy makes effective within half an hour.</summary>
    private static TestLaunch Launch(Func<Effect, EffectFate>? fate = null)
    {
        var deployed = new Criterion.OfMetric("deployed", null, null, Comparison.AtLeast, TestPlan.Absolute(1), TimeSpan.Zero);
        var setting = new GovernedSetting("share", "0", Looser.Up, new("https://deploy.example/hook", deployed, TimeSpan.FromMinutes(30)));
        return new(TestPlan.Plan with
        {
            Settings = Sorted.Empty<GovernedSetting>().Add("share", setting),
            Metrics = TestPlan.Plan.Metrics.Add("deployed", TestPlan.Metric("deployed")),
            Phases = [Phase("P0", "10"), Phase("P1", "20")],
            Triggers = [],
        }, fate);
    }

    private static Phase Phase(string name, string share)
    {
        var phase = TestPlan.Phase(name, TimeSpan.FromDays(3), TestPlan.Gate(name, TestPlan.Below("errors", 0.05)), 0);
        var exposure = TestPlan.Exposure(0) with { Settings = Sorted.Empty<string>().Add("share", share) };
        return phase with { Steps = [phase.Steps[0] with { Exposure = exposure }] };
    }
}
