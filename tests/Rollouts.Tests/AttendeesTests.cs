namespace Rollouts.Tests;

public class AttendeesTests
{
    [Fact]
    public void A_review_is_announced_to_those_who_come_to_it()
    {
        var gate = TestPlan.Gate("P0", TestPlan.Below("errors", 0.05)) with { Review = new ReviewSchedule.Cadence([new(TestPlan.Day, null)]) };
        var launch = new TestLaunch(TestPlan.Plan with
        {
            Triggers = [],
            Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Shortest = 2.5 * TestPlan.Day, Exit = gate, Attendees = ["lead", "product"] }),
        });
        launch.Days(1.1);
        var post = launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().First(post => post.Topic == "review");
        Assert.EndsWith("Review of P0#1: Pass. For lead and product.", post.Text, StringComparison.Ordinal);
    }
}
