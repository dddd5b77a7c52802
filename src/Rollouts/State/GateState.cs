using System.Collections.Immutable;

namespace Rollouts;

/// <summary>What the launch remembers of a gate while it stands before it.</summary>
/// <param name="Opened">Marks made before do not count for an exit gate.</param>
/// <param name="PassingSince">Since when it passes without a break.</param>
/// <param name="ReviewsPassed">Reviews passed in a row.</param>
/// <param name="LastReview">When it was last decided at a review.</param>
/// <param name="LastLook">Its status when people last looked; null when they have not.</param>
public sealed record GateState(
    DateTimeOffset Opened,
    DateTimeOffset? PassingSince,
    int ReviewsPassed,
    DateTimeOffset? LastReview,
    ImmutableSortedDictionary<string, Mitigation> Mitigations,
    ApprovalState? Approval,
    bool Passed,
    string? LastLook = null)
{
    /// <summary>What the last review said; null before the first.</summary>
    public string? LastStatus { get; init; }

    /// <summary>Reviews passed in a row before the last one.</summary>
    public int ReviewsBefore { get; init; }

    /// <summary>Whether a review of that status passed the gate.</summary>
    public static bool IsPass(string status) => status is nameof(GateStatus.Pass) or nameof(GateStatus.Conditional);

    public static GateState OpenedAt(DateTimeOffset at) =>
        new(at, null, 0, null, Sorted.Empty<Mitigation>(), null, false);
}

public sealed record Mitigation(string By, string Reason, DateTimeOffset At);

/// <summary>An approval request and its votes.</summary>
/// <param name="Given">Role to the vote that counts for it.</param>
public sealed record ApprovalState(
    string Request,
    ImmutableArray<string> Roles,
    ImmutableSortedDictionary<string, Verdict> Saw,
    DateTimeOffset Asked,
    DateTimeOffset? Deadline,
    bool Escalated,
    ImmutableSortedDictionary<string, Vote> Given)
{
    /// <summary>How often more time was given.</summary>
    public int Extended { get; init; }
}

public sealed record Vote(string By, string Note, DateTimeOffset At)
{
    /// <summary>Who is away and counted by it; null when <see cref="By"/> is.</summary>
    public string? For { get; init; }
}

/// <summary>What a criterion said last, and since when.</summary>
/// <param name="Since">Since when <see cref="CriterionLine.Now"/> has been what it is.</param>
/// <param name="VerdictSince">Since when the verdict has been what it is.</param>
public sealed record CriterionState(CriterionLine Line, DateTimeOffset Since, DateTimeOffset VerdictSince);
