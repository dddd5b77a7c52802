using System.Diagnostics;

namespace Rollouts.Engine;

/// <summary>One try of an effect, under the trace of the input that asked for it.</summary>
internal static class EffectSpan
{
    /// <returns>The outcome with the trace that the effect came with: what follows from it belongs to the same.</returns>
    public static async Task<Input?> AroundAsync(string rollout, Drained known, Effect effect, Func<Task<Input?>> carryOut)
    {
        var trace = known.State.Pending.GetValueOrDefault(effect.Id)?.Trace;
        using var span = Begin(rollout, effect, trace);
        try
        {
            var outcome = await carryOut();
            if (outcome is null or Input.EffectFailed or Input.Drifted) span?.SetStatus(ActivityStatusCode.Error, outcome is null ? "a fence stands before it" : JsonName.Of(outcome));
            return outcome is { Trace: null } && (trace ?? Tracing.Here) is { } origin ? outcome with { Trace = origin } : outcome;
        }
        catch (Exception problem)
        {
            span.Failed(problem);
            LaunchMeter.EffectFailures.Add(1, new(Tags.Name, rollout), new(Tags.Effect, JsonName.Of(effect)), new(Tags.ErrorType, problem.GetType().Name));
            throw;
        }
    }

    private static Activity? Begin(string rollout, Effect effect, string? trace)
    {
        var span = effect switch
        {
            Effect.Write { Key.Kind: KeyKind.Flag } write => Tracing.Under(trace, "write flag", ActivityKind.Client)?.SetTag(Tags.Flag, write.Key.Name),
            Effect.Write write => Tracing.Under(trace, "write setting", ActivityKind.Client)?.SetTag(Tags.Flag, write.Key.Name),
            Effect.Post post => Tracing.Under(trace, "post", ActivityKind.Client)?.SetTag(Tags.Channel, post.Channel).SetTag(Tags.Topic, post.Topic),
            Effect.Capture => Tracing.Under(trace, "capture", ActivityKind.Internal),
            Effect.CallWebhook => Tracing.Under(trace, "call webhook", ActivityKind.Client),
            _ => throw new InvalidOperationException($"nobody carries out {effect.GetType().Name}"),
        };
        return span?.SetTag(Tags.Name, rollout).SetTag(Tags.EffectId, effect.Id);
    }
}
