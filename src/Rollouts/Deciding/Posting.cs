namespace Rollouts;

/// <summary>Posts to a channel: one effect for each way it goes, so that each is delivered, and tried again, on its own.</summary>
internal static class Posting
{
    /// <param name="channel">As the plan names it among its channels.</param>
    /// <param name="name">With what stands in braces filled in.</param>
    /// <returns>The ids of the effects.</returns>
    public static string[] Post(Turn turn, string channel, string name, string topic, string text, string about) =>
        turn.Plan.Channels.TryGetValue(channel, out var ways)
            ? [.. ways.Select(via => turn.Effect(id => new Effect.Post(id, name, topic, text, about) { Via = via }))]
            : [turn.Effect(id => new Effect.Post(id, name, topic, text, about))];
}
