using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>An effect to be carried out, as a durable driver calls it.</summary>
/// <param name="Kind">SetFlag, SetSetting, Post, Capture or CallWebhook. These names stand in histories of launches under way: they do not change.</param>
public sealed record EffectCall(
    [property: JsonPropertyName("rollout")] string Rollout, [property: JsonPropertyName("effect")] string Id, [property: JsonPropertyName("kind")] string Kind)
{
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
    });
}

/// <summary>What a durable driver is to do after a drain. A launch has one driver, and one more for each way back under way.</summary>
/// <remarks>
/// One of them carries out effects at a time, so that posts and calls go out once and in order: the way back begun last, and without any
/// the launch's own driver. Which work there is, is read off the journal alone: a driver that was lost can be started again.
/// </remarks>
/// <param name="Effects">In the order they were decided; none for a driver whose turn it is not.</param>
/// <param name="WaysBack">The ways back under way, for the launch's own driver to start.</param>
/// <param name="Wake">When time alone changes something; null when nothing waits for it.</param>
/// <param name="Over">Nothing is left for this driver, now or later.</param>
/// <param name="Words">For people who look at the driver.</param>
public sealed record DriveTurn(
    [property: JsonPropertyName("effects")] ImmutableArray<EffectCall> Effects,
    [property: JsonPropertyName("waysBack")] ImmutableArray<int> WaysBack,
    [property: JsonPropertyName("wake")] DateTimeOffset? Wake,
    [property: JsonPropertyName("over")] bool Over,
    [property: JsonPropertyName("words")] string Words)
{
    /// <param name="wayBack">The number of the way back that the driver is for; 0 for the launch's own.</param>
    public static DriveTurn Of(Drained drained, int wayBack, DateTimeOffset now)
    {
        var state = drained.State;
        ImmutableArray<int> returning = [.. state.Returning.Keys.Order()];
        var executor = returning.IsEmpty ? 0 : returning[^1];
        var over = wayBack == 0 ? state.IsFinished && returning.IsEmpty && drained.Work.Effects.IsEmpty : !returning.Contains(wayBack);
        return new(
            executor == wayBack && !over ? [.. drained.Work.Effects.Select(effect => EffectCall.Of(state.Rollout, effect))] : [],
            wayBack == 0 ? returning : [], drained.Work.Wake, over, StatusLine.Of(drained.Plan, state, now));
    }
}
