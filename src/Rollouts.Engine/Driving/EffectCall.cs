using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>An effect to be carried out, as a durable driver calls it.</summary>
/// <param name="Kind">SetFlag, SetSetting, Post, Capture or CallWebhook. These names stand in histories of launches under way: they do not change.</param>
public sealed record EffectCall(
    [property: JsonPropertyName("rollout")] string Rollout, [property: JsonPropertyName("effect")] string Id, [property: JsonPropertyName("kind")] string Kind)
{
    /// <summary>The way back whose driver calls, 0 for the launch's own: who gets the next turn with the answer. Null for a driver that began before answers had one.</summary>
    [JsonPropertyName("wayBack")]
    public int? WayBack { get; init; }

    /// <summary>Goes after those of its lane that were decided before it, see <see cref="EffectLane"/>. Null in histories from before there were lanes: there all but writes are one.</summary>
    [JsonPropertyName("lane")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lane { get; init; }

    [JsonIgnore]
    public bool IsWrite => Kind is "SetFlag" or "SetSetting";

    public static EffectCall Of(string rollout, Effect effect) => new(rollout, effect.Id, effect switch
    {
        Effect.Write { Key.Kind: KeyKind.Flag } => "SetFlag",
        Effect.Write => "SetSetting",
        Effect.Post => "Post",
        Effect.Capture => "Capture",
        Effect.CallWebhook => "CallWebhook",
        _ => throw new InvalidOperationException($"nobody carries out {effect.GetType().Name}"),
    })
    {
        Lane = EffectLane.Of(effect),
    };
}
