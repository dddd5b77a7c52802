using System.Collections.Immutable;
using Microsoft.DurableTask;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>One generation of a driver: drain, carry out what was decided, wait for a nudge or the next wake, begin anew. Decides nothing.</summary>
/// <remarks>
/// Every generation begins by draining, so that a nudge which comes in between may be dropped. The order of calls and the names of activities
/// are frozen: launches under way replay them.
/// </remarks>
internal static class DriveLoop
{
    public const string Nudge = "nudge";

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    /// <summary>Timers fire up to a second early, and a drain that finds nothing due would spin.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TaskOrchestrationContext context, DriveInput input)
    {
        var turn = await TryAsync<DriveTurn?>(context, Activities.Drain, input, null);
        if (turn is { Over: true })
        {
            context.SetCustomStatus(turn.Words);
            if (input.WayBack > 0) context.SendEvent(input.Rollout, Nudge, "");
            return;
        }

        context.SetCustomStatus(turn?.Words ?? "the journal cannot be reached; trying again");
        foreach (var wayBack in turn?.WaysBack ?? []) await TryAsync(context, Activities.HandOver, input with { WayBack = wayBack, Failures = 0 }, false);
        var worked = turn is not null && await CarryOutAsync(context, turn.Effects);
        if (!worked) await WaitAsync(context, context.CurrentUtcDateTime + RetryAfter(input.Failures));
        else if (turn!.Effects.IsEmpty) await WaitAsync(context, turn.Wake?.UtcDateTime + Late);
        context.ContinueAsNew(input with { Failures = worked ? 0 : input.Failures + 1 }, preserveUnprocessedEvents: false);
    }

    /// <summary>Writes go first and in parallel, and what they lead to is drained before anything else goes out; the rest goes one after the other.</summary>
    private static async Task<bool> CarryOutAsync(TaskOrchestrationContext context, ImmutableArray<EffectCall> effects)
    {
        if (effects.Any(effect => effect.IsWrite))
            return (await Task.WhenAll(effects.Where(effect => effect.IsWrite).Select(effect => TryAsync(context, effect.Kind, effect, false)))).All(done => done);
        var all = true;
        foreach (var effect in effects) all &= await TryAsync(context, effect.Kind, effect, false);
        return all;
    }

    private static async Task<T> TryAsync<T>(TaskOrchestrationContext context, string activity, object input, T failed)
    {
        try
        {
            return await context.CallActivityAsync<T>(activity, input);
        }
        catch (TaskFailedException)
        {
            return failed;
        }
    }

    /// <param name="until">Null to wait for a nudge alone.</param>
    private static async Task WaitAsync(TaskOrchestrationContext context, DateTime? until)
    {
        var nudge = context.WaitForExternalEvent<string>(Nudge);
        if (until is not { } wake)
        {
            await nudge;
            return;
        }

        using var cancel = new CancellationTokenSource();
        await Task.WhenAny(nudge, context.CreateTimer(wake, cancel.Token));
#pragma warning disable CA1849, MA0042 // An orchestrator may await nothing but what its context gives it.
        cancel.Cancel();
#pragma warning restore CA1849, MA0042
    }

    private static TimeSpan RetryAfter(int failures)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 6)));
        return wait < LongestRetry ? wait : LongestRetry;
    }
}
