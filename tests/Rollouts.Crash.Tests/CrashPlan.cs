using Rollouts.Engine;

namespace Rollouts.Crash.Tests;

/// <summary>A launch of a few seconds with everything in it that a crash could tear: rises, approvals, marks, tasks, posts, triggers, ways back.</summary>
internal static class CrashPlan
{
    public const string Name = "crash";
    public const string Dial = "new_path";
    public const string KillSwitch = "NEW_PATH_ENABLED";
    public const string Setting = "Limits:UploadsPerDay";

    public static PlanReading.Sound Reading(Uri page) => PlanReader.Read(Text(page)) switch
    {
        PlanReading.Sound sound => sound,
        PlanReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Errors)),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    public static string Text(Uri page) => $$"""
        plan: {{Name}}
        title: A launch that is killed
        channel: "#crash"

        roles:
          lead: { members: [lead] }
          product: { members: [product] }

        flags:
          {{Dial}}: { dial: exposure }
          {{KillSwitch}}: { kill-switch: true, re-arm: gate fixed }
        settings:
          {{Setting}}: { value: 100, looser: up }

        sources:
          service: { kind: prometheus-text, url: "{{page}}" }
        metrics:
          uploads: { measure: counter, from: service, query: uploads_total }
          error_rate:
            ratio: failed / total
            from: service
            query: { failed: uploads_failed_total, total: uploads_total }
            at-least: 5 samples

        observe: 200ms
        ramp: { at-most: 2x }

        gates:
          fixed:
            criteria:
              - { item: Root cause found, owner: lead, evidence: required }
            approve: [lead]
        resume: gate fixed
        go: [{ item: Everyone is ready, owner: lead }]

        phases:
          - phase: P0
            title: Inside
            lasts: 200ms..
            exposure: { allow: [insider], settings: { {{Setting}}: 5 } }
            on-enter: welcome
            gate: [uploads >= 5, error_rate < 5%]
            approve: [lead]
          - phase: P1
            title: A few
            lasts: 400ms..
            enter: [{ item: The few are told, owner: product }]
            steps:
              - { exposure: { percent: 10, settings: { {{Setting}}: 10 } }, bake: 100ms, gate: [error_rate < 5%] }
              - { exposure: { percent: 20 }, bake: 100ms }
            gate: [error_rate < 5%]
            approve: { all: [lead, product] }
          - phase: P2
            title: Many
            lasts: 400ms..
            steps:
              - { exposure: { percent: 40, deny: [outsider], settings: { {{Setting}}: 20 } }, bake: 100ms, gate: [error_rate < 5%] }
              - { exposure: { percent: 80 }, bake: 100ms }
            gate: [error_rate < 5%]
            approve: [product]
          - phase: P3
            title: All
            lasts: 400ms..
            exposure: { percent: 100, drop-allowed: [insider], settings: { {{Setting}}: 100 } }
            gate: [error_rate < 5%]
            then: watch

        triggers:
          - { name: errors, when: error_rate over 1s > 20%, do: back to previous phase }
          - { name: complaints, report: complaint, times: 3, over: 2s, do: pause }

        way-back:
          - turn off: {{KillSwitch}}
          - { notify: first, say: "Back to {target}: {cause}" }
          - { notify: second, say: "Exposed is {exposure}" }
          - capture: [flags, metrics]
          - { open incident: P1, title: "{cause}" }
          - restore: exposure of target
          - { notify: third, say: "Exposed is {exposure}" }
          - { task: Investigate, owner: lead, within: 1d }

        all-clear:
          - { notify: first, say: It goes on }

        procedures:
          welcome:
            - { notify: first, say: "{phase} begins" }
            - { notify: second, say: "Exposed is {exposure}" }

        incidents:
          P1: { commander: lead }
        """;
}
