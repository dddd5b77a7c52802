namespace Rollouts.Simulation.Tests;

/// <summary>Hours of a plan, from its text to what a launch does at night.</summary>
public class HoursTests
{
    private static readonly string Plan = SmallPlan.Text.Replace("timezone: UTC", "timezone: UTC\nhours: weekday 10:00-16:00", StringComparison.Ordinal);

    [Fact]
    public void Outside_the_hours_nothing_rises_nor_goes_on_and_everything_may_be_taken_back() => Assert.Empty(SmallPlan.Play("""
        - scenario: Decided at night, done in the morning
          items: as needed
          story:
            - { at: 59m, expect: { exposure: 0 } }
            - { at: 1h 5m, expect: { exposure: 10, phase: A } }
            - { when: { approval: [lead, product] }, expect: { exposure: 10 } }
            - { at: 2026-03-03 20:00, approve: [lead, product], expect: { exposure: 10 } }
            - { at: 2026-03-04 09:55, expect: { exposure: 10 } }
            - { at: 2026-03-04 10:05, expect: { exposure: 100, phase: B } }
            - { at: 2026-03-06 23:00, roll-back: { to: A, by: lead, because: it hurts }, expect: { exposure: 10, flags: { ENABLED: off } } }
            - { at: +10m, resume: fixed }
            - { at: 2026-03-09 09:55, expect: { held: it hurts, flags: { ENABLED: off } } }
            - { at: 2026-03-09 10:05, expect: { held: no, flags: { ENABLED: on } } }
        """, Plan).Differences);
}
