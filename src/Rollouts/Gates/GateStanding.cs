using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>A gate as it stands: every criterion's line and what they say together.</summary>
public sealed record GateStanding(ImmutableArray<CriterionLine> Lines, GateStatus Status, string Because)
{
    public bool Passes => Status is GateStatus.Pass or GateStatus.Conditional;

    /// <summary>The gate does not pass, and a review of it counts all the same: what is missing is asked only when it is decided.</summary>
    [JsonIgnore]
    public bool CountsOnly { get; private init; }

    public bool Fails => Status is GateStatus.TooManyMissed or GateStatus.CriticalMissed;

    /// <param name="mitigated">The keys of criteria whose miss someone has accepted.</param>
    public static GateStanding Of(Gate gate, ImmutableArray<CriterionLine> lines, IReadOnlyCollection<string> mitigated)
    {
        var standing = Judged(gate, lines, mitigated);
        if (standing.Passes || !gate.Criteria.Any(criterion => criterion.AtDecision)) return standing;
        var last = gate.Criteria.Where(criterion => criterion.AtDecision).Select(criterion => criterion.Key).ToHashSet(StringComparer.Ordinal);
        return standing with { CountsOnly = Judged(gate, [.. lines.Where(line => !last.Contains(line.Key))], mitigated).Passes };
    }

    private static GateStanding Judged(Gate gate, ImmutableArray<CriterionLine> lines, IReadOnlyCollection<string> mitigated)
    {
        var due = lines.Where(line => line.Verdict != Verdict.NotDue).ToArray();
        var missed = due.Where(line => line.Verdict == Verdict.Missed).ToArray();
        var critical = missed.Where(line => line.Critical).ToArray();
        var open = missed.Where(line => !mitigated.Contains(line.Key)).ToArray();
        var unknown = due.Where(line => line.Verdict is Verdict.NoData or Verdict.Error).ToArray();

        if (critical.Length > 0) return new(lines, GateStatus.CriticalMissed, "critical: " + Names(critical));
        if (missed.Length > gate.MayMiss) return new(lines, GateStatus.TooManyMissed, "missed: " + Names(missed));
        if (unknown.Length > 0) return new(lines, GateStatus.Pending, "not known: " + Names(unknown));
        if (open.Length > 0) return new(lines, GateStatus.Pending, "waits for a mitigation of: " + Names(open));
        if (due.Length == 0 && lines.Length > 0) return new(lines, GateStatus.Pending, "nothing is due yet");
        return missed.Length > 0
            ? new(lines, GateStatus.Conditional, "with mitigation: " + Names(missed))
            : new(lines, GateStatus.Pass, "every criterion is met");
    }

    private static string Names(IEnumerable<CriterionLine> lines) => string.Join(", ", lines.Select(line => line.Key));
}
