namespace Rollouts.Cli.Pages;

/// <summary>What is to be done outside, in words.</summary>
internal static class EffectText
{
    public static string Of(Effect effect) => $"effect {effect.Id}: " + effect switch
    {
        Effect.Write { Stamp: true } write => $"stamp {write.Key} at {write.Document}",
        Effect.Write write => $"set {write.Key} to {write.Document}",
        Effect.Post post => $"post to {post.Channel}: {post.Text}",
        Effect.Capture capture => $"capture {string.Join(", ", capture.What)}",
        Effect.CallWebhook call => $"call {call.Url}",
        _ => throw new InvalidOperationException($"no words for {effect.GetType().Name}"),
    };
}
