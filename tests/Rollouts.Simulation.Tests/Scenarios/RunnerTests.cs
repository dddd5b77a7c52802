namespace Rollouts.Simulation.Tests;

public class RunnerTests
{
    [Fact]
    public void What_is_as_expected_passes()
    {
        var result = SmallPlan.Play("""
            - scenario: All is well
              approvals: as asked
              items: as needed
              story:
                - { at: A, expect: { phase: A, stage: running, exposure: 10, flags: { new_path: on, ENABLED: on } } }
                - { at: B, expect: { exposure: 100, passed: [A, B enter], gates: { A: closed } } }
                - { at: watch, expect: { stage: watching, ways-back: 0 } }
                - { at: 3d, close: done, expect: { finished: closed } }
            """);
        Assert.Empty(result.Differences);
        Assert.Equal(12, result.Checks);
        Assert.Equal(TimeSpan.FromDays(3), result.Ended - result.Started);
    }

    [Fact]
    public void A_failing_expectation_is_told_with_its_place_its_time_what_was_expected_and_what_was()
    {
        var result = SmallPlan.Play("""
            - scenario: Wrong
              story:
                - at: 5h
                  expect:
                    phase: A
                    exposure: 20
                    flags: { ENABLED: off }
            """);
        Assert.Equal(
            ["14:9: after 5h (2026-03-02 14:00 UTC): exposure: expected 20, was 10 %", "15:27: after 5h (2026-03-02 14:00 UTC): flags ENABLED: expected off, was on"],
            result.Differences.Select(difference => difference.ToString()));
    }

    [Fact]
    public void A_deed_that_is_refused_without_being_expected_to_is_a_difference()
    {
        var difference = Assert.Single(SmallPlan.Play("""
            - scenario: Too early
              story:
                - at: 5h
                  close: now
            """).Differences);
        Assert.Equal(("close", "accepted", SmallPlan.LinesBefore + 4), (difference.What, difference.Expected, difference.Line));
        Assert.StartsWith("refused: the launch has not reached its end", difference.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_of_another_kind_that_is_refused_is_told_at_its_place()
    {
        var difference = Assert.Single(SmallPlan.Play("""
            - scenario: A passer-by
              story:
                - at: 5h
                  mark-as: { item: cause-fixed, by: a passer-by }
            """).Differences);
        Assert.Equal(("mark-as", "accepted", SmallPlan.LinesBefore + 4, "refused: only lead may mark 'Cause fixed'"), (difference.What, difference.Expected, difference.Line, difference.Actual));
    }

    [Fact]
    public void A_refusal_that_is_expected_must_come_and_say_why()
    {
        Assert.Empty(SmallPlan.Play("- { scenario: x, story: [{ at: 5h, close: now, refused: has not reached its end }] }").Differences);
        Assert.Equal("nothing was refused", Assert.Single(SmallPlan.Play("- { scenario: x, story: [{ at: 5h, pause: lunch, refused: paused already }] }").Differences).Actual);
    }

    [Fact]
    public void A_phase_that_is_not_reached_ends_the_scenario_and_says_what_is_waited_for()
    {
        var result = SmallPlan.Play("- { scenario: Nobody marks, approvals: as asked, story: [{ at: B, within: 3d, expect: { phase: B } }, { at: +1d, expect: { phase: B } }] }");
        var difference = Assert.Single(result.Differences);
        Assert.Equal(("at", "B within 3d"), (difference.What, difference.Expected));
        Assert.Contains("Looked at", difference.Actual, StringComparison.Ordinal);
        Assert.Equal(0, result.Checks);
    }

    [Fact]
    public void A_condition_is_waited_for()
    {
        var result = SmallPlan.Play("""
            - scenario: Asked for approval
              items: as needed
              story:
                - when: { approval: [lead, product] }
                  approve: lead
                  expect: { approval: product }
                - { approve: lead, refused: has approved this already }
                - { at: +4h, expect: { happened: approval-escalated } }
                - { reject: { by: product, because: not yet }, expect: { held: not yet, approval: none } }
            """);
        Assert.Empty(result.Differences);
        Assert.Equal(TimeSpan.FromHours(28), result.Ended - result.Started);
    }

    [Fact]
    public void A_world_that_changes_fires_the_trigger_when_its_window_says_so()
    {
        Assert.Empty(SmallPlan.Play("""
            - scenario: Errors
              story:
                - { at: A + 2h, world: { errors: 25% } }
                - { at: +5m, expect: { held: no } }
                - { at: +5m, expect: { held: many errors, fired: { many errors: 1 } } }
                - { world: { crashes: "1 at 10m, 1 at 20m" } }
                - { at: +15m, expect: { ways-back: 0 } }
                - at: +5m
                  expect:
                    ways-back: 1
                    exposure: 0
                    flags: { ENABLED: off }
                    tasks: { Find the cause: open }
                    posted: { "#launch": Back to nobody }
                - { at: +4h, expect: { tasks: { Find the cause: overdue } } }
            """).Differences);
    }

    [Fact]
    public void What_hangs_is_done_once_it_works_again()
    {
        Assert.Empty(SmallPlan.Play("""
            - scenario: Hanging
              story:
                - { at: A + 1h, effects: { ENABLED: hangs, "#launch": fails }, roll-back: { to: nobody, because: trial } }
                - { expect: { flags: { ENABLED: on }, not-happened: fenced, waits-for: being fenced } }
                - { at: +1h, expect: { not-happened: fenced } }
                - { effects: { ENABLED: works }, expect: { flags: { ENABLED: off }, happened: [fenced, way-back-ended, effect-given-up] } }
            """).Differences);
    }

    [Fact]
    public void Leaving_out_quiet_time_leaves_the_journal_as_it_is()
    {
        var scenario = ((ScenarioReading.Sound)SmallPlan.Read("""
            - scenario: Ups and downs
              approvals: as asked after 3h
              items: as needed
              tasks: as asked after 5h
              world: { errors: "0.5% of 2,000, from 20h 7%, from 1d 12h 0.5%", bugs(P1): "0, from 10h 1, from 20h 0" }
              story: [{ at: B + 3h, report: complaint, world: { crashes: "2 at 5h" } }, { at: +6h, resume: again }, { mark: Cause fixed }]
              lasts: 12d
            """)).File.Scenarios[0];
        var fast = ScenarioRunner.Run(SmallPlan.Plan, scenario);
        var slow = ScenarioRunner.Run(SmallPlan.Plan, scenario, launch => launch.LeavesOutQuietTime = false);
        Assert.True(fast.Launch.Decisions < slow.Launch.Decisions / 3);
        Assert.Equal(Happenings(slow), Happenings(fast));
    }

    private static IEnumerable<string> Happenings(ScenarioResult result) =>
        result.Launch.Journal.Select(entry => $"{entry.Seq} {entry.Input.At:O} {entry.Input.GetType().Name} {string.Join(' ', entry.Events)}");
}
