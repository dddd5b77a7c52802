namespace Rollouts.Tests.Rules;

/// <summary>Checklist items: who may mark them, with what, and for how long a mark counts.</summary>
public class ChecklistTests
{
    [Fact]
    public void A_gate_waits_for_its_item()
    {
        var launch = Asking(TestPlan.Item("Runbook ready", "lead"));
        launch.Days(5);
        Assert.Equal("P0", launch.Phase);
        launch.Mark("Runbook ready");
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void A_gate_that_asks_for_an_item_says_so_when_it_opens()
    {
        var launch = Asking(TestPlan.Item("Runbook ready", "lead"));
        launch.Minutes(5);
        var post = Assert.Single(launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>(), post => post.Topic == "checklist");
        Assert.Equal("[launch] P0#1 asks for: Runbook ready (lead).", post.Text);
        Assert.Equal("P0#1", post.About);
    }

    [Fact]
    public void Only_its_owner_or_the_owners_backup_may_mark_an_item()
    {
        var launch = Asking(TestPlan.Item("Runbook ready", "lead"));
        Assert.Equal("only lead may mark 'Runbook ready'", Mark(launch, "Runbook ready", Actor.Of("passer-by")));
        Assert.Null(Mark(launch, "Runbook ready", TestLaunch.Product));
    }

    [Fact]
    public void An_item_that_asks_for_evidence_is_not_marked_without() =>
        Assert.Contains("needs evidence", Mark(Asking(TestPlan.Item("Load tested", "lead", evidence: true)), "Load tested", TestLaunch.Lead));

    [Theory]
    [InlineData("30b2c06c")]
    [InlineData("")]
    [InlineData("g0b2c06c4b4ffeb5d403c63fb7a4ee283f9f8f109b3484876fe09d7ec6de56c8")]
    public void Evidence_with_a_checksum_that_is_none_is_refused(string sum) => Assert.Equal(
        $"'{sum}' is no SHA-256: 64 hexadecimal digits",
        Asking(TestPlan.Item("Load tested", "lead", evidence: true)).Refusal((id, at) => new Input.Mark(id, at, TestLaunch.Lead, "Load tested", true, new("report.pdf", sum), "")));

    [Fact]
    public void An_item_that_the_plan_does_not_have_is_refused() =>
        Assert.Equal("the plan has no checklist item 'Coffee'", Mark(Asking(TestPlan.Item("Runbook ready")), "Coffee", TestLaunch.Lead));

    [Fact]
    public void The_checklist_of_a_passed_phase_is_closed()
    {
        var launch = Asking(TestPlan.Item("Runbook ready", "lead"));
        launch.Mark("Runbook ready");
        launch.Days(5);
        Assert.Equal("P0 has passed; its checklist is closed", Mark(launch, "Runbook ready", TestLaunch.Lead));
    }

    [Fact]
    public void A_mark_taken_back_does_not_count()
    {
        var launch = Asking(TestPlan.Item("Runbook ready", "lead"));
        launch.Mark("Runbook ready");
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Mark(id, at, TestLaunch.Lead, "Runbook ready", false, null, "outdated")));
        launch.Days(5);
        Assert.Equal("P0", launch.Phase);
    }

    [Fact]
    public void A_proof_runs_out()
    {
        var item = new ChecklistItem("pen-test", "Pen test", "lead", false, TimeSpan.FromDays(1));
        var launch = Asking(TestPlan.Criterion(new Criterion.OfItem(item), item.Text));
        launch.Mark("Pen test");
        launch.Days(5);
        Assert.Equal("P0", launch.Phase);
        launch.Mark("Pen test");
        launch.Minutes(10);
        Assert.Equal("P1", launch.Phase);
    }

    private static string? Mark(TestLaunch launch, string item, Actor by) => launch.Refusal((id, at) => new Input.Mark(id, at, by, item, true, null, ""));

    /// <summary>A launch in P0, whose exit gate asks for nothing but the item.</summary>
    private static TestLaunch Asking(GateCriterion item)
    {
        var first = TestPlan.Plan.Phases[0];
        var exit = first.Exit with { Approve = null, Criteria = [item] };
        var launch = new TestLaunch(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(0, first with { Exit = exit }) });
        launch.Minutes(10);
        return launch;
    }
}
