using System.Collections.Immutable;

namespace Rollouts.Tests.Rules;

/// <summary>Conditional gates: what may be missed, who may accept it, and what may never be.</summary>
public class MitigationTests
{
    [Fact]
    public void A_missed_criterion_with_an_accepted_mitigation_passes_on_condition()
    {
        var launch = MissingLatency();
        Assert.IsType<Outcome.Accepted>(Mitigate(launch, TestLaunch.Lead, "latency < 0.05"));
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
        Assert.True(launch.Events.OfType<RolloutEvent.GatePassed>().Single(passed => passed.Gate == "P0#1").Conditional);
    }

    [Fact]
    public void The_role_that_may_accept_a_miss_is_asked_when_it_is_missed()
    {
        var launch = MissingLatency();
        var asked = launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().First(post => post.Topic == "mitigation");
        Assert.StartsWith("[launch] lead: P0#1 misses latency < 0.05: ", asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_critical_miss_asks_nobody_for_a_mitigation() =>
        Assert.DoesNotContain(MissingLatency(critical: true).Events.OfType<RolloutEvent.EffectPlanned>(), planned => planned.Effect is Effect.Post { Topic: "mitigation" });

    [Fact]
    public void Only_the_role_the_gate_names_may_accept_one() =>
        Assert.Equal("only lead may accept a mitigation at gate P0", Reason(Mitigate(MissingLatency(), TestLaunch.Product, "latency < 0.05")));

    [Fact]
    public void A_critical_criterion_cannot_be_mitigated() =>
        Assert.Equal("'latency < 0.05' is critical: it cannot be mitigated", Reason(Mitigate(MissingLatency(critical: true), TestLaunch.Lead, "latency < 0.05")));

    [Fact]
    public void What_is_met_needs_no_mitigation() =>
        Assert.StartsWith("'errors < 0.05' is not missed: Met", Reason(Mitigate(MissingLatency(), TestLaunch.Lead, "errors < 0.05")), StringComparison.Ordinal);

    [Fact]
    public void Missing_data_cannot_be_mitigated()
    {
        var launch = MissingLatency();
        launch.World["latency"] = null;
        launch.Minutes(10);
        Assert.StartsWith("'latency < 0.05' is not missed: NoData", Reason(Mitigate(launch, TestLaunch.Lead, "latency < 0.05")), StringComparison.Ordinal);
    }

    [Fact]
    public void More_misses_than_the_gate_allows_do_not_pass_whatever_is_mitigated()
    {
        var launch = MissingLatency();
        launch.World["errors"] = 0.08;
        launch.Minutes(10);
        Mitigate(launch, TestLaunch.Lead, "latency < 0.05");
        Mitigate(launch, TestLaunch.Lead, "errors < 0.05");
        launch.Days(10);
        Assert.Equal("P0", launch.Phase);
    }

    private static Outcome? Mitigate(TestLaunch launch, Actor by, string criterion) =>
        launch.Give((id, at) => new Input.Mitigate(id, at, by, null, criterion, "a bigger cache is on its way"));

    private static string Reason(Outcome? outcome) => Assert.IsType<Outcome.Refused>(outcome).Reason;

    /// <summary>P0 asks errors and latency, may miss one of them, and latency is missed.</summary>
    private static TestLaunch MissingLatency(bool critical = false)
    {
        ImmutableArray<GateCriterion> criteria = [TestPlan.Below("errors", 0.05), TestPlan.Below("latency", 0.05, critical: critical)];
        var first = TestPlan.Plan.Phases[0];
        var exit = first.Exit with { Approve = null, Criteria = criteria, MayMiss = 1, MitigationBy = "lead" };
        var launch = new TestLaunch(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(0, first with { Exit = exit }), Triggers = [] });
        launch.World["latency"] = 0.5;
        launch.Days(4);
        Assert.Equal("P0", launch.Phase);
        return launch;
    }
}
