namespace Rollouts.Engine;

/// <summary>What goes one after the other: the effects of one lane, in the order they were decided. Lanes go beside each other, writes beside everything.</summary>
/// <remarks>A channel is a lane: it takes one message a second, and its messages are read in their order. Who waits for one channel, does not hold up another.</remarks>
public static class EffectLane
{
    public static string Of(Effect effect) => effect switch
    {
        Effect.Write write => $"write {write.Key}",
        Effect.Post post => $"post {post.Via} {post.Channel.TrimStart('#')}",
        Effect.Capture => "capture",
        Effect.CallWebhook call => $"call {(Uri.TryCreate(call.Url, UriKind.Absolute, out var url) ? url.Authority : call.Url)}",
        _ => throw new InvalidOperationException($"nobody carries out {effect.GetType().Name}"),
    };
}
