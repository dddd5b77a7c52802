namespace Rollouts.Cli.Tests;

/// <summary>A launch of seconds, with everything the verbs are about: evidence, approvals, a reported metric, a way back, a drill.</summary>
internal static class TinyPlan
{
    public const string Text = """
        plan: tiny
        title: A launch of seconds
        roles:
          lead:    { members: [ann] }
          product: { members: [bob] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        metrics:
          csat: { measure: reported }
        observe: 1s
        gates:
          fixed:
            - { item: Cause fixed, owner: lead }
        resume: gate fixed
        go:
          - { item: Runbook read, owner: lead, evidence: required }
        phases:
          - phase: P0
            title: Inside
            lasts: 1s..
            exposure: { allow: [staff] }
            gate: [reports(bug) == 0]
            approve: [lead]
            review: every 1d
          - phase: P1
            title: Everyone
            lasts: 1s..
            steps:
              - exposure: { percent: 50 }
                bake: 1s
                gate: [reports(bug) == 0]
              - exposure: { percent: 100 }
                bake: 1s
            gate: [csat >= 4]
            approve: { all: [lead, product] }
            then: watch
        triggers:
          - { name: broken, report: data-loss, do: back to P0, resume: gate fixed }
        triage:
          - { name: odd-files, finding: Files look odd, severity: P2, respond-within: 2h, do: pause }
        incidents:
          P1: { commander: lead }
        drills:
          kill-switch:
            within: 1m
            do: [turn off: ENABLED]
        way-back:
          - turn off: ENABLED
          - { open incident: P1, title: "{cause}", commander: lead }
          - restore: exposure of target
          - { task: Find the cause, owner: lead, within: 1d }

        """;
}
