using Rollouts.Simulation;

namespace Rollouts.Tests.Rules;

/// <summary>Procedures run in the plan's order; the flag goes down first, and a post that hangs holds nothing up.</summary>
public class ProcedureTests
{
    [Fact]
    public void A_post_that_hangs_yields_after_a_while_and_is_retried_behind()
    {
        var launch = AtP2();
        launch.Virtual.Fate = effect => effect is Effect.Post { Channel: "#launch", Text: var text } && text.StartsWith("Back to", StringComparison.Ordinal)
            ? new EffectFate.Done(TimeSpan.FromHours(2)) : EffectFate.Works;
        Back(launch);
        Assert.DoesNotContain(launch.Events, happened => happened is RolloutEvent.IncidentOpened);
        launch.Minutes(1);
        Assert.Contains(launch.Events, happened => happened is RolloutEvent.IncidentOpened);
        Assert.Contains(Next.EffectsOf(launch.State), effect => effect is Effect.Post);
        launch.Minutes(130);
        Assert.DoesNotContain(Next.EffectsOf(launch.State), effect => effect is Effect.Post);
    }

    [Fact]
    public void A_post_that_cannot_be_made_is_a_failed_action_and_the_procedure_goes_on()
    {
        var launch = AtP2();
        launch.Virtual.Fate = effect => effect is Effect.Post { Text: var text } && text.StartsWith("Back to", StringComparison.Ordinal)
            ? new EffectFate.Fails("channel_not_found") : EffectFate.Works;
        Back(launch);
        launch.Minutes(5);
        Assert.Contains(launch.Events, happened => happened is RolloutEvent.EffectGivenUp);
        Assert.Contains(launch.Events, happened => happened is RolloutEvent.WayBackEnded);
        Assert.Contains(launch.State.Tasks.Values, task => task.Do == "Investigate");
    }

    [Fact]
    public void Words_in_braces_are_filled_in()
    {
        var launch = AtP2();
        Back(launch);
        var post = launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Single(post => post.Text.StartsWith("Back to", StringComparison.Ordinal));
        Assert.Equal("Back to P1: lead-person rolled back: it hurts", post.Text);
    }

    [Fact]
    public void What_cannot_be_verified_in_time_has_failed_and_the_procedure_goes_on()
    {
        var verify = new ProcedureAction.Verify("errors < 1%", new Criterion.OfMetric("errors", null, TimeSpan.FromMinutes(5), Comparison.Less, TestPlan.Absolute(0.01), TimeSpan.Zero), TimeSpan.FromMinutes(30));
        var plan = TestPlan.Plan with { Triggers = [], WayBack = TestPlan.Plan.WayBack with { Actions = [new ProcedureAction.RestoreExposure(), verify, new ProcedureAction.AskTask("Look", "lead", null)] } };
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        launch.World["errors"] = 0.04;
        Back(launch, "nobody");
        launch.Minutes(25);
        Assert.DoesNotContain(launch.State.Tasks.Values, task => task.Do == "Look");
        launch.Minutes(15);
        Assert.Contains(launch.State.Tasks.Values, task => task.Do == "Look");
        Assert.StartsWith("not verified within 30m", launch.Events.OfType<RolloutEvent.ActionEnded>().Single(ended => ended.Error is not null).Error, StringComparison.Ordinal);
    }

    private static void Back(TestLaunch launch, string target = "P1") =>
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, target, null, "it hurts")));

    private static TestLaunch AtP2()
    {
        var launch = new TestLaunch();
        launch.GoTo("P2");
        return launch;
    }
}
