using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the drivers call to know what is to be done, and to have a way back's driver started.</summary>
internal sealed class Activities(Turns turns, Handlers handlers)
{
    public const string Drain = "Drain";
    public const string HandOver = "HandOver";

    [Function(Drain)]
    public Task<DriveTurn> DrainAsync([ActivityTrigger] DriveInput input, CancellationToken cancellation) =>
        turns.TakeAsync(input.Rollout, input.WayBack, null, cancellation);

    /// <summary>Wakes the driver of a way back, or starts it.</summary>
    [Function(HandOver)]
    public Task<bool> HandOverAsync([ActivityTrigger] DriveInput wayBack, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        handlers.Nudge(client).WakeAsync(DriveInput.WayBackOf(wayBack.Rollout, wayBack.WayBack), RollbackOrchestrator.Name, wayBack, null, cancellation);
}
