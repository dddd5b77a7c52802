using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Cli.Tests.Pages;

/// <summary>Views as a host would send them.</summary>
internal static class Views
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 9, 0, 0, TimeSpan.Zero);

    public static RolloutView Running { get; } = new(
        "d7", "d7-ga", "GA soft launch", "0123456789abcdef", "Progressing", "Running", "P2", ["P0", "P1", "P2"], "P2", 1, "10 %", 10,
        [new("flag new_path", "10 %", "10 %")], [], [], [], [], [], [], [], Now.AddDays(-2), "ann", 42, Now.AddMinutes(-1), null);

    public static CriterionLine Line(string rule, Verdict verdict, string because, double samples = 0, bool critical = false) =>
        new(rule, rule, verdict, verdict, null, samples, because, critical);

    public static GateView Gate(string key, params CriterionLine[] lines) =>
        new(key, key, "", GateStanding.Of(Gate(lines), [.. lines], []), null);

    public static Hold Hold(HoldKind kind, string? askedBy = null) => new("held-1", kind, "why", Now.AddHours(-1), null, askedBy);

    public static ApprovalState Approval(params string[] roles) => new(
        "P2#1/41", [.. roles], Sorted.Empty<Verdict>(), Now.AddHours(-1), Now.AddHours(3), false,
        Sorted.Empty<Vote>().Add(roles[0], new("ann", "fine", Now.AddMinutes(-30))));

    private static Gate Gate(CriterionLine[] lines) =>
        Rollouts.Gate.Open("gate") with { Criteria = [.. lines.Select(line => new GateCriterion(line.Key, line.Rule, new Criterion.OfEveryTrack(), line.Critical, TimeSpan.Zero, Reaction.Nothing))] };
}
