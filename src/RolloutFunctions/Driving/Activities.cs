using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the drivers call to know what is to be done, and to have a way back's driver started.</summary>
internal sealed class Activities(Drainer drainer, IRolloutStore store, Handlers handlers, TimeProvider time)
{
    public const string Drain = "Drain";
    public const string HandOver = "HandOver";

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
    public Task<bool> HandOverAsync([ActivityTrigger] DriveInput wayBack, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        handlers.Nudge(client).WakeAsync(DriveInput.WayBackOf(wayBack.Rollout, wayBack.WayBack), RollbackOrchestrator.Name, wayBack, cancellation);
}
