using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Carries out one effect for a durable driver and records what became of it: called again for the same effect it does nothing twice.</summary>
public sealed class EffectWork(Drainer drainer, Turns turns, EffectCarrier carrier, TimeProvider time, ILogger<EffectWork> log)
{
    /// <summary>Posts and calls that hang make way for those behind them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Rollout, string Effect), bool> underWay = new();

    public async Task<EffectReport> CarryOutAsync(EffectCall call, CancellationToken cancellation)
    {
        if (!underWay.TryAdd((call.Rollout, call.Id), true)) return EffectReport.Again($"{call.Kind} {call.Id} is still being tried");
        try
        {
            if (await PendingAsync(call, cancellation) is not (var known, { } effect)) return EffectReport.Fine;
            var (outcome, report) = await TryAsync(call.Rollout, known, effect, cancellation);
            if (outcome is null) return report;
            if (outcome is Input.EffectFailed { Permanent: true } failed) log.EffectGivenUp(call.Rollout, effect.Id, failed.Error);
            if (call.WayBack is { } wayBack) return report with { Turn = await turns.TakeAsync(call.Rollout, wayBack, outcome, cancellation) };
            await drainer.RecordAsync(call.Rollout, [outcome], cancellation);
            return report;
        }
        catch (StoreException problem)
        {
            return EffectReport.Of(problem);
        }
        finally
        {
            underWay.TryRemove((call.Rollout, call.Id), out _);
        }
    }

    /// <summary>The effect as this process knows it, or else as the journal does; null when it is not to be done any more.</summary>
    private async Task<(Drained Known, Effect Effect)?> PendingAsync(EffectCall call, CancellationToken cancellation)
    {
        if (drainer.Known(call.Rollout) is { } known && Find(known) is { } here) return (known, here);
        return await drainer.ReadAsync(call.Rollout, cancellation) is { } read && Find(read) is { } there ? (read, there) : null;

        Effect? Find(Drained drained) => drained.Work.Effects.FirstOrDefault(effect => effect.Id == call.Id);
    }

    private async Task<(Input? Outcome, EffectReport Report)> TryAsync(string rollout, Drained known, Effect effect, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await carrier.CarryOutAsync(rollout, known, effect, within.Token) is { } outcome
                ? (outcome, EffectReport.Fine)
                : (null, EffectReport.Again("a way back stands before it"));
        }
        catch (StoreException problem) when (problem.Kind == FailureKind.Permanent && effect is not Effect.Write)
        {
            return (new Input.EffectFailed($"failed:{effect.Id}", time.GetUtcNow(), effect.Id, problem.Message, true), EffectReport.Fine);
        }
        catch (StoreException problem)
        {
            return (null, EffectReport.Of(problem));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, EffectReport.Again(FormattableString.Invariant($"nothing answered within {Patience.TotalSeconds:0} s")));
        }
    }
}
