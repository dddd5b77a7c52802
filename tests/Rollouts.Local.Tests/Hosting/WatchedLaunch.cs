namespace Rollouts.Local.Tests;

/// <summary>A launch that an alert takes back.</summary>
internal static class WatchedLaunch
{
    public const string Plan = """
        plan: watched
        title: A watched launch
        roles:
          lead: { members: [ann] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        observe: 1s
        gates:
          fixed: [Cause fixed]
        resume: gate fixed
        go: [Ready]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            exposure: { percent: 100 }
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to nobody }
        way-back:
          - turn off: ENABLED
        """;
}
