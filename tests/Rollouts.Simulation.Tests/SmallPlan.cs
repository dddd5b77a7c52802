using Rollouts.Engine;

namespace Rollouts.Simulation.Tests;

/// <summary>A plan of two phases, and scenarios of it that a test writes.</summary>
internal static class SmallPlan
{
    public const string Text = """
        plan: small
        title: A small launch
        timezone: UTC
        roles:
          lead: { members: [ada] }
          product: { members: [grace] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED: { kill-switch: true, re-arm: gate fixed }
        sources:
          here: { kind: json, url: "https://metrics.example/" }
        metrics:
          errors:
            ratio: failed / total
            from: here
            query: { failed: a.json -> /failed, total: a.json -> /total }
            at-least: 50 samples
          crashes: { measure: counter, from: here, query: a.json -> /crashes }
          latency: { measure: computed, unit: duration, from: here, query: a.json -> /latency }
          bugs: { measure: reported, scope: severity }
        gates:
          fixed: [{ item: Cause fixed, owner: lead }]
        resume: gate fixed
        phases:
          - phase: A
            title: Some
            lasts: 1d..2d
            enter: [latency < 10 s]
            exposure: { percent: 10 }
            gate:
              - errors over 1h < 5%
              - bugs(P1) == 0
              - { item: Looked at, owner: lead, evidence: required }
            approve: { all: [lead, product], within: 4h }
          - phase: B
            title: All
            lasts: 1d..
            enter: [latency < 5 s]
            exposure: { percent: 100 }
            gate: [errors over 1h < 1%]
            approve: [lead]
            then: watch
        triggers:
          - { name: many errors, when: errors over 15m > 10%, do: pause }
          - { name: crash, when: crashes over 1h >= 2, do: back to previous phase }
        way-back:
          - turn off: ENABLED
          - { notify: "#launch", say: "Back to {target}" }
          - restore: exposure of target
          - { task: Find the cause, owner: lead, within: 4h }
        close: [elapsed in launch >= 3d]
        """;

    private const string Head = """
        plan: small.yaml
        start: 2026-03-02 09:00
        world:
          errors: 0.5% of 2,000
          crashes: 0
          latency: 800 ms
          bugs(P1): 0
        scenarios:

        """;

    /// <summary>How many lines stand before the scenarios of a test.</summary>
    public const int LinesBefore = 8;

    public static Plan Plan { get; } = ((PlanReading.Sound)PlanReader.Read(Text)).Plan;

    public static ScenarioReading Read(string scenarios, string plan = Text) =>
        ScenarioReader.Read(Head + scenarios, "small.scenarios.yaml", name => name == "small.yaml" ? PlanReader.Read(plan) : null);

    /// <summary>Plays the first scenario.</summary>
    public static ScenarioResult Play(string scenarios, string plan = Text) => Read(scenarios, plan) switch
    {
        ScenarioReading.Sound sound => ScenarioRunner.Run(sound.File.Plan, sound.File.Scenarios[0]),
        ScenarioReading.Faulty faulty => throw new Xunit.Sdk.XunitException(string.Join('\n', faulty.Errors)),
        var other => throw new InvalidOperationException(other.ToString()),
    };
}
