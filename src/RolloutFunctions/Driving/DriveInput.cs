using System.Text.Json.Serialization;

namespace RolloutFunctions;

/// <summary>What a driver is about. It stands in histories of launches under way: members may be added, never renamed.</summary>
/// <param name="WayBack">The number of the way back; 0 for the launch's own drivers.</param>
/// <param name="Failures">How often in a row something did not work; the wait before the next try grows with it.</param>
internal sealed record DriveInput(
    [property: JsonPropertyName("rollout")] string Rollout,
    [property: JsonPropertyName("wayBack")] int WayBack,
    [property: JsonPropertyName("failures")] int Failures = 0)
{
    /// <summary>The phase and attempt that a phase's driver is for; null for a launch whose stage is to be read from its journal.</summary>
    [JsonPropertyName("stage")]
    public string? Stage { get; init; }

    /// <summary>A rollout's name has no dot: no other launch's driver can have this name.</summary>
    public static string PhaseOf(string rollout, string stage) => $"{rollout}.{stage}";

    public static string WayBackOf(string rollout, int number) => FormattableString.Invariant($"{rollout}-back-{number}");
}
