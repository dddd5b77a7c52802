using System.Text.Json.Serialization;

namespace RolloutFunctions;

/// <summary>What a driver is about. It stands in histories of launches under way: members may be added, never renamed.</summary>
/// <param name="WayBack">The number of the way back; 0 for the launch's own driver.</param>
/// <param name="Failures">How often in a row something did not work; the wait before the next try grows with it.</param>
internal sealed record DriveInput(
    [property: JsonPropertyName("rollout")] string Rollout,
    [property: JsonPropertyName("wayBack")] int WayBack,
    [property: JsonPropertyName("failures")] int Failures = 0)
{
    [JsonIgnore]
    public string Instance => WayBack == 0 ? Rollout : FormattableString.Invariant($"{Rollout}-back-{WayBack}");

    [JsonIgnore]
    public string Orchestrator => WayBack == 0 ? Orchestrators.Rollout : Orchestrators.Rollback;
}
