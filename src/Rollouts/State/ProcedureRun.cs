using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<ActionStatus>))]
public enum ActionStatus
{
    Waiting,
    Started,
    Done,
    Failed,
}

/// <param name="Effects">The effects it waits for.</param>
public sealed record ActionState(ActionStatus Status, ImmutableArray<string> Effects, DateTimeOffset? Started, string? Error)
{
    public static ActionState Waiting { get; } = new(ActionStatus.Waiting, [], null, null);
}

/// <summary>A procedure under way.</summary>
public sealed record ProcedureRun(string Run, string Procedure, string Cause, string Track, DateTimeOffset Started, ImmutableArray<ActionState> Actions);

/// <summary>A way back under way, and its fence (design §6).</summary>
/// <param name="Seq">The journal entry of the fence: writes decided before it cannot land once a key is stamped.</param>
public sealed record WayBack(int Number, long Seq, string Track, string Target, int Phase, int Step, string Cause, bool Fenced)
{
    /// <summary>The id of its procedure run.</summary>
    public string Run => RunOf(Number);

    public static string RunOf(int number) => FormattableString.Invariant($"back-{number}");
}
