using System.Text.Json.Serialization;

namespace RolloutFunctions;

/// <summary>What a phase's driver tells the launch's. It stands in histories of launches under way: members may be added, never renamed.</summary>
/// <param name="Next">The stage that the launch is in now; null when it is over.</param>
internal sealed record PhaseEnd([property: JsonPropertyName("next")] string? Next, [property: JsonPropertyName("words")] string Words);
