using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the drivers call. The effects' names are those of <see cref="EffectCall.Kind"/>.</summary>
internal sealed class Activities(Drainer drainer, EffectCarrier carrier, IRolloutStore store, Handlers handlers, TimeProvider time)
{
    public const string Drain = "Drain";
    public const string HandOver = "HandOver";

    /// <summary>Posts and calls that hang make way for those behind them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Function(Drain)]
    public async Task<DriveTurn> DrainAsync([ActivityTrigger] DriveInput input, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var tick = new Input.Tick(FormattableString.Invariant($"tick:{now.UtcTicks}"), now);
        var drained = await drainer.DrainAsync(input.Rollout, [tick], cancellation) ?? throw new StoreException($"there is no rollout {input.Rollout}");
        var turn = DriveTurn.Of(drained, input.WayBack, time.GetUtcNow());
        if (turn.Over && input.WayBack == 0) await store.ReleaseAsync(input.Rollout, cancellation);
        return turn;
    }

    /// <summary>Wakes the driver of a way back, or starts it.</summary>
    [Function(HandOver)]
    public async Task<bool> HandOverAsync([ActivityTrigger] DriveInput wayBack, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        await handlers.Nudge(client).WakeAsync(wayBack, cancellation);
        return true;
    }

    [Function("SetFlag")]
    public Task<bool> SetFlagAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => CarryOutAsync(call, cancellation);

    [Function("SetSetting")]
    public Task<bool> SetSettingAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => CarryOutAsync(call, cancellation);

    [Function("Post")]
    public Task<bool> PostAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => CarryOutAsync(call, cancellation);

    [Function("Capture")]
    public Task<bool> CaptureAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => CarryOutAsync(call, cancellation);

    [Function("CallWebhook")]
    public Task<bool> CallWebhookAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => CarryOutAsync(call, cancellation);

    /// <summary>Carries out an effect and records what became of it. False when it has to be tried again; true also when it was done already.</summary>
    private async Task<bool> CarryOutAsync(EffectCall call, CancellationToken cancellation)
    {
        if (await drainer.ReadAsync(call.Rollout, cancellation) is not { } known) return true;
        if (known.Work.Effects.FirstOrDefault(effect => effect.Id == call.Id) is not { } pending) return true;
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(Patience);
        if (await carrier.CarryOutAsync(call.Rollout, known, pending, within.Token) is not { } outcome) return false;
        await drainer.DrainAsync(call.Rollout, [outcome], cancellation);
        return true;
    }
}
