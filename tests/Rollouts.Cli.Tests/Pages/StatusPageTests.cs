using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Tests.Pages;

public sealed class StatusPageTests
{
    [Fact]
    public void A_status_says_what_is_waited_for_from_whom_until_when_and_how_each_criterion_stands()
    {
        var gate = Views.Gate("P2#1", Views.Line("errors < 2%", Verdict.Met, "1.5 % (18 of 1200), must be < 2 %", 1200), Views.Line("data loss == 0", Verdict.Missed, "1, must be == 0", critical: true));
        var view = Views.Running with
        {
            WaitsFor = [new("approval of P2 (P2#1/41)", "product", Views.Now.AddHours(3)), new("the step's bake time", null, Views.Now.AddSeconds(-5))],
            Gates = [gate with { Approval = Views.Approval("lead", "product") }],
            Holds = [Views.Hold(HoldKind.Paused)],
            Tasks = [new("task-7", "Find the cause", "lead", Views.Now, Views.Now.AddMinutes(90), "", false, false, null)],
            Incidents = [new("incident-3", "P1", "files lost", "ann", Views.Now, null)],
            Keys = [new("flag new_path", "20 %", "10 %")],
        };
        Assert.Equal("""
            d7  GA soft launch
              plan      d7-ga (0123456789ab)
              status    Progressing, Running
              phase     P2, attempt 1
              exposure  10 %
              started   2026-03-02 09:00:00 UTC by ann
              journal   entry 42 at 2026-03-04 08:59:00 UTC

            waits for
              approval of P2 (P2#1/41)  from product  until 2026-03-04 12:00:00 UTC (in 3h)
              the step's bake time                    until 2026-03-04 08:59:55 UTC (5s ago)

            gate P2#1  critical missed: critical: data loss == 0
              met     errors < 2%                n=1200  1.5 % (18 of 1200), must be < 2 %
              missed  data loss == 0 (critical)          1, must be == 0
              approved  lead     by ann at 2026-03-04 08:30:00 UTC: "fine"
              asked     product  since 2026-03-04 08:00:00 UTC

            held
              Paused  why  since 2026-03-04 08:00:00 UTC

            tasks
              task-7  Find the cause  lead  open  until 2026-03-04 10:30:00 UTC (in 1h30m)

            incidents
              incident-3  P1  files lost  ann  since 2026-03-04 09:00:00 UTC

            keys
              flag new_path  10 %  wanted: 20 %

            """, StatusPage.Of(view, Views.Now).ToPlain());
    }

    [Theory]
    [InlineData("", "nobody", "before the first phase")]
    [InlineData("P2", "P2 step 1", "P2 step 1")]
    [InlineData("P2", "P1", "P2 (P1 is exposed)")]
    public void While_a_phase_is_entered_the_step_before_it_is_exposed(string phase, string step, string says) =>
        Assert.Equal($"d7: Progressing, Running, {says}, exposure 10 %", StatusPage.Summary(Views.Running with { Phase = phase, Step = step }).Plain);
}
