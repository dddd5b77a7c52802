using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Tests.Pages;

public sealed class WhyPageTests
{
    private static readonly CriterionLine Met = Views.Line("errors < 2%", Verdict.Met, "1.5 %, must be < 2 %", 1200);

    private static readonly Entry[] Journal =
    [
        Entry(1, new Input.Tick("1", Views.Now), new RolloutEvent.VerdictChanged("P0#1/errors < 2%", Met), new RolloutEvent.GateOpened("P0#1")),
        Entry(2, new Input.Tick("2", Views.Now), new RolloutEvent.GatePassed("P0#1", false, [Met]), new RolloutEvent.EffectDone("1.1", "")),
        Entry(3, new Input.Tick("3", Views.Now), new RolloutEvent.GatePassed("P01#1", false, [])),
        Entry(4, new Input.Pause("4", Views.Now, Actor.Of("bob"), "lunch")) with { Outcome = new Outcome.Refused("paused already") },
    ];

    [Fact]
    public void Decisions_come_with_what_they_rested_on_and_refusals_with_their_reason()
    {
        var page = WhyPage.Of(Views.Running with { WaitsFor = [new("approval", "lead", null)] }, Decisions.Last(Journal, null, 10), EventText.WithoutNames, Views.Now);
        Assert.Equal("""
            d7: Progressing, Running, P2, exposure 10 %
              waits for approval  from lead

            #2  2026-03-04 09:00:00 UTC  system: time passed
              gate P0#1 passed
                  met  errors < 2%  n=1200  1.5 %, must be < 2 %

            #3  2026-03-04 09:00:00 UTC  system: time passed
              gate P01#1 passed

            #4  2026-03-04 09:00:00 UTC  bob: pause: "lunch"
              refused: paused already

            """, page.ToPlain());
    }

    [Fact]
    public void Of_one_gate_the_changed_verdicts_are_shown_and_no_other_gate() =>
        Assert.Equal([1, 2], Decisions.Last(Journal, "P0", 10).Select(entry => entry.Seq));

    [Fact]
    public void What_was_decided_before_the_plan_was_changed_has_the_phases_of_before_and_says_so()
    {
        Entry[] journal =
        [
            Entry(1, new Input.Tick("1", Views.Now), new RolloutEvent.PhaseEntered(1, 1)),
            Entry(2, new Input.Amend("2", Views.Now, Actor.Of("ann"), "fedcba9876543210", "", "P1 is two now"), new RolloutEvent.PlanAmended("fedcba9876543210", "ann", "P1 is two now")),
            Entry(3, new Input.Tick("3", Views.Now), new RolloutEvent.PhaseEntered(1, 2)),
        ];
        var view = Views.Running with { Phases = ["P0", "P1a", "P1b"], Amendments = [new(2, Views.Now, "ann", "P1 is two now", "0123456789abcdef", ["P0", "P1"])] };

        var page = WhyPage.Of(view, Decisions.Last(journal, null, 10), new EventText(view), Views.Now).ToPlain();
        Assert.Contains("#1  2026-03-04 09:00:00 UTC  system: time passed\n  by the plan of before #2, 0123456789ab\n  phase P1 entered, attempt 1\n", page, StringComparison.Ordinal);
        Assert.Contains("#2  2026-03-04 09:00:00 UTC  ann: amend the plan to fedcba987654: \"P1 is two now\"\n  by the plan of before #2, 0123456789ab\n", page, StringComparison.Ordinal);
        Assert.Contains("#3  2026-03-04 09:00:00 UTC  system: time passed\n  phase P1a entered, attempt 2\n", page, StringComparison.Ordinal);
        var lines = JournalPage.Of(journal, new EventText(view)).ToPlain();
        Assert.Contains("system: time passed -> phase P1 entered, attempt 1\n", lines, StringComparison.Ordinal);
        Assert.Contains("system: time passed -> phase P1a entered, attempt 2\n", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_last_decisions_are_kept() => Assert.Equal([4], Decisions.Last(Journal, null, 1).Select(entry => entry.Seq));

    private static Entry Entry(long seq, Input input, params RolloutEvent[] events) => EntryChain.Seal(seq, Rollouts.Entry.Genesis, input, Outcome.Ok, [.. events]);
}
