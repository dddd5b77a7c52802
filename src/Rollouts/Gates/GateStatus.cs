using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What a gate's criteria say together. Worst wins.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateStatus>))]
public enum GateStatus
{
    Pass,

    /// <summary>As many non-critical misses as the plan allows, each with an accepted mitigation.</summary>
    Conditional,

    /// <summary>Something cannot be judged yet; or a miss waits for its mitigation.</summary>
    Pending,

    /// <summary>More misses than the plan allows.</summary>
    TooManyMissed,

    CriticalMissed,
}
