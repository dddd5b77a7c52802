using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<AtDeadline>))]
public enum AtDeadline
{
    /// <summary>Remind, and let the roles' backups answer for them.</summary>
    RemindBackup,

    /// <summary>Count it as a no.</summary>
    Reject,
}

/// <summary>Whose yes a gate needs.</summary>
/// <param name="Roles">The roles that are asked.</param>
/// <param name="Quorum">How many of them must agree; all of them unless the plan says fewer.</param>
/// <param name="FourEyes">One person counts for one role only, and who started the launch does not count.</param>
/// <param name="Within">How long the answer may take; null for as long as it takes.</param>
public sealed record ApprovalRule(ImmutableArray<string> Roles, int Quorum, bool FourEyes, TimeSpan? Within, AtDeadline Then)
{
    /// <summary>How much longer the answer may take when someone who is asked says why; null for no longer.</summary>
    public MoreTime? MoreTime { get; init; }
}

/// <param name="By">How much each time.</param>
/// <param name="Times">How often at most.</param>
public sealed record MoreTime(TimeSpan By, int Times);
