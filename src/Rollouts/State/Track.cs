using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<TrackStage>))]
public enum TrackStage
{
    /// <summary>The phase's entry gate is being passed; nothing of the phase is exposed.</summary>
    Entering,

    /// <summary>The step's exposure is being written and confirmed.</summary>
    Applying,

    /// <summary>The step is exposed; its clocks run unless the launch is held.</summary>
    Running,

    /// <summary>Taken back; a resume starts a new attempt here.</summary>
    Returned,
}

/// <summary>Where the launch as a whole stands.</summary>
/// <param name="Phase">Index into the plan's phases.</param>
/// <param name="Step">Index into the phase's steps; -1 after a way back to nobody.</param>
/// <param name="Attempt">1 for the first; each way back begins a new one.</param>
/// <param name="AttemptBegan">What a criterion without a window reads since.</param>
/// <param name="PhaseClock">Null until the phase's first step is exposed.</param>
/// <param name="StepClock">Null until the step is exposed.</param>
/// <param name="Promoted">Someone skipped the optional waiting of this step.</param>
/// <param name="Overdue">The phase's longest duration has passed.</param>
public sealed record Track(
    int Phase, int Step, int Attempt, TrackStage Stage, DateTimeOffset AttemptBegan, Clock? PhaseClock, Clock? StepClock, bool Promoted, bool Overdue)
{
    /// <summary>The id of the launch as a whole among the tracks.</summary>
    public const string Main = "main";
}

/// <summary>A member that is, or was, let in as a track of its own.</summary>
/// <param name="Phase">The phase that admitted it.</param>
/// <param name="Step">Index into its admission's steps.</param>
/// <param name="Admitted">How long it has been let in: what the spacing between two admissions counts.</param>
/// <param name="Clock">How long it has been at its step.</param>
/// <param name="Alone">It was taken back alone, and comes back only when someone asks for it and its gate passes.</param>
/// <param name="AskedBy">Who asked to let it in again; null while nobody did.</param>
public sealed record MemberTrack(
    string Member, int Phase, int Step, int Attempt, bool In, DateTimeOffset Began, Clock Admitted, Clock Clock, bool Alone, string? AskedBy);
