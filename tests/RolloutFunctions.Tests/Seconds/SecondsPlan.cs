namespace RolloutFunctions.Tests;

/// <summary>The general-availability launch of plans/d7-ga-soft-launch.yaml with seconds for days: its phases, shares, approvals, triggers and way back.</summary>
internal static class SecondsPlan
{
    public const string Dial = "ingestion_v2_enabled";
    public const string Switch = "INGESTION_ENABLED";

    public static string Text(string label, Uri kpis, string channel = "#engineering") => $$"""
        plan: d7-in-seconds
        title: D7 in seconds
        timezone: UTC
        label: {{label}}
        channel: "{{channel}}"
        observe: 1s

        roles:
          engineering-lead: { members: [ada] }
          product-manager:  { members: [grace] }
          sre-lead:         { members: [linus] }

        flags:
          {{Dial}}: { dial: exposure, unit: workspace }
          {{Switch}}: { kill-switch: true, re-arm: gate fixed }
        settings:
          Ingestion:UploadsPerDay: { value: unlimited, looser: up }
          Ingestion:MaxFileSize:   { value: 50 MB, looser: up }

        sources:
          service: { kind: prometheus, url: "{{kpis}}" }
        metrics:
          uploads: { measure: counter, from: service, query: "uploads[$window]" }
          error_rate:
            ratio: failed / total
            unit: ratio
            from: service
            query: { failed: "failed[$window]", total: "uploads[$window]" }
            at-least: 5 samples

        ramp: { at-most: 2x }

        gates:
          fixed:
            criteria:
              - { item: Root cause found, id: root-cause-found, owner: engineering-lead }
            approve: [engineering-lead]
          recovered:
            - alert BreakerOpen clear for 1s
        resume: gate fixed

        go:
          - { item: Everything is ready, id: ready, owner: engineering-lead }

        phases:
          - phase: P0
            title: Internal testing
            lasts: 2s..
            exposure: { allow: [internal-test-workspace] }
            gate: [uploads >= 5, error_rate < 5%]
            approve: { all: [engineering-lead, product-manager] }
          - phase: P1
            title: Canary
            lasts: 2s..
            enter: [{ item: Canaries are told, id: canaries, owner: product-manager }]
            exposure:
              drop-allowed: [internal-test-workspace]
              allow: [canary-ws-1, canary-ws-2]
              settings: { Ingestion:UploadsPerDay: 10, Ingestion:MaxFileSize: 10 MB }
            gate: [uploads >= 5, error_rate < 3%]
            approve: { all: [engineering-lead, product-manager] }
          - phase: P2
            title: Limited beta
            lasts: 2s..
            exposure: { percent: 10, deny: [enterprise-acme] }
            gate: [error_rate over 3s < 2%]
            approve: { all: [engineering-lead, product-manager] }
          - phase: P3
            title: Expanded beta
            lasts: 4s..
            steps:
              - { exposure: { percent: 20 }, bake: 2s, gate: [error_rate over 3s < 2%] }
              - { exposure: { percent: 40 }, bake: 2s, gate: [error_rate over 3s < 2%] }
              - { exposure: { percent: 50 }, bake: 2s }
            gate: [error_rate over 3s < 1.5%]
            approve: { all: [engineering-lead, product-manager] }
          - phase: P4
            title: General availability
            lasts: 4s..
            steps:
              - { exposure: { percent: 75 }, bake: 2s, gate: [error_rate over 3s < 1%] }
              - { exposure: { percent: 100 }, bake: 2s }
            review: every 5s      # each is posted, and a phase ends when nothing is on its way
            gate:
              for: 3 consecutive seconds
              criteria: [error_rate over 3s < 1%, flag {{Dial}} on, flag {{Switch}} on]
            approve: { all: [engineering-lead, product-manager, sre-lead] }
            then: watch

        triggers:
          - { name: error spike, when: error_rate over 3s > 10%, do: pause, resume: [{ item: Spike explained, id: spike-explained, owner: engineering-lead }] }
          - { name: sustained errors, when: error_rate over 3s > 20%, do: back to previous phase }
          - { name: breaker open, alert: BreakerOpen, do: halt, resume: gate recovered }
          - { name: data corruption, report: data-corruption, do: back to P0 }
          - { name: code change needed, report: code-change-needed, do: back to previous phase }

        way-back:
          - turn off: {{Switch}}
          - { notify: "#incidents", say: "Taking {launch} back to {target}: {cause}" }
          - capture: [flags, metrics, alerts]
          - restore: exposure of target
          - { task: Investigate the root cause, owner: engineering-lead, within: 24h }
        """;
}
