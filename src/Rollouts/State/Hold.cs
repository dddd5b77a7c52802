using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<HoldKind>))]
public enum HoldKind
{
    /// <summary>Stopped by a person or a trigger.</summary>
    Paused,

    /// <summary>A kill switch is thrown.</summary>
    Halted,

    /// <summary>Taken back; waits for the resume.</summary>
    Returned,

    /// <summary>A gate failed, was rejected, or a phase is overdue.</summary>
    Failed,

    /// <summary>A governed key was changed by someone else.</summary>
    Drifted,
}

/// <summary>Why the launch does not go on. It goes on when every hold is lifted.</summary>
/// <param name="ResumeGate">The named gate before it is lifted; null asks only a person.</param>
/// <param name="AskedBy">Who asked to resume; null while nobody did.</param>
public sealed record Hold(string Id, HoldKind Kind, string Cause, DateTimeOffset Since, string? ResumeGate, string? AskedBy);
