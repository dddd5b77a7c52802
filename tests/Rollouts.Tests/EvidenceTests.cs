namespace Rollouts.Tests;

public class EvidenceTests
{
    [Fact]
    public void Evidence_is_held_against_the_checksum_that_the_plan_names()
    {
        var sum = new string('a', 64);
        var gate = TestPlan.Gate("P0", TestPlan.Item("Traces"), TestPlan.Criterion(new Criterion.OfEqualEvidence(["traces", sum]), $"same evidence: traces, {sum}"));
        var launch = new TestLaunch(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Exit = gate }) });
        launch.Days(3.1);
        Attach(new string('b', 64));
        Assert.Equal("P0", launch.Phase);
        Attach(sum.ToUpperInvariant());
        Assert.Equal("P1", launch.Phase);

        void Attach(string sha256)
        {
            launch.Give((id, at) => new Input.Mark(id, at, TestLaunch.Lead, "traces", true, new("summary.json", sha256), ""));
            launch.Minutes(10);
        }
    }
}
