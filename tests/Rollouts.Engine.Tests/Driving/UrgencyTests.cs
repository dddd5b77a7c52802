namespace Rollouts.Engine.Tests;

public sealed class UrgencyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ann = Actor.Of("ann");

    private static Plan Plan { get; } = Assert.IsType<PlanReading.Sound>(PlanReader.Read("""
        plan: urgent
        title: Urgent
        roles:
          lead: { members: [ann] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        gates:
          fixed: [Fixed]
        resume: gate fixed
        go: [Ready]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            exposure: { percent: 100 }
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to P0 }
          - { name: breaker, alert: BreakerOpen, do: halt }
          - { name: slow, alert: Slow, do: pause }
          - { name: corruption, report: data-corruption, do: back to P0 }
        """)).Plan;

    private static Input.Alert Alert(string rule, bool firing = true) => new("a", Now, Ann, "alertmanager", rule, "e", firing, "critical", Now, null);

    [Fact]
    public void Whoever_takes_back_goes_first_a_person_an_alert_or_a_report()
    {
        Assert.True(Urgency.IsUrgent(Plan, new Input.RollBack("r", Now, Ann, null, null, "odd")));
        Assert.True(Urgency.IsUrgent(Plan, new Input.Throw("t", Now, Ann, null, "odd")));
        Assert.True(Urgency.IsUrgent(Plan, Alert("HighErrorRate")));
        Assert.True(Urgency.IsUrgent(Plan, Alert("BreakerOpen")));
        Assert.True(Urgency.IsUrgent(Plan, new Input.Report("r", Now, Ann, "data-corruption", "", null, "")));
    }

    [Fact]
    public void What_only_pauses_or_is_over_or_unknown_waits_its_turn()
    {
        Assert.False(Urgency.IsUrgent(Plan, Alert("Slow")));
        Assert.False(Urgency.IsUrgent(Plan, Alert("HighErrorRate", firing: false)));
        Assert.False(Urgency.IsUrgent(Plan, Alert("Nobodys")));
        Assert.False(Urgency.IsUrgent(Plan, new Input.Report("r", Now, Ann, "complaint", "", null, "")));
        Assert.False(Urgency.IsUrgent(Plan, new Input.Pause("p", Now, Ann, "lunch")));
    }
}
