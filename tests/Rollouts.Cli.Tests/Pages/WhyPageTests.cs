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
        var page = WhyPage.Of(Views.Running with { WaitsFor = [new("approval", "lead", null)] }, Decisions.Last(Journal, null, 10), new EventText([]), Views.Now);
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
    public void Only_the_last_decisions_are_kept() => Assert.Equal([4], Decisions.Last(Journal, null, 1).Select(entry => entry.Seq));

    private static Entry Entry(long seq, Input input, params RolloutEvent[] events) => EntryChain.Seal(seq, Rollouts.Entry.Genesis, input, Outcome.Ok, [.. events]);
}
