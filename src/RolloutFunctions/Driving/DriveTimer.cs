using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Every minute: nudges the launches that have something to do and whose driver did not do it, whatever became of earlier nudges.</summary>
internal sealed class DriveTimer(IRolloutStore store, Drainer drainer, Handlers handlers, TimeProvider time, ILogger<DriveTimer> log)
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    [Function("DriveLaunches")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var nudge = handlers.Nudge(client);
        foreach (var rollout in await store.ListAsync(cancellation))
        {
            try
            {
                if (await NeedsDrivingAsync(rollout, cancellation)) await nudge.NudgeAsync(rollout, cancellation);
            }
            catch (StoreException problem)
            {
                log.NotNudged(rollout, problem.Message);
            }
        }
    }

    private async Task<bool> NeedsDrivingAsync(string rollout, CancellationToken cancellation)
    {
        if (await drainer.ReadAsync(rollout, cancellation) is not { } known) return false;
        var now = time.GetUtcNow();
        if (!known.Work.Effects.IsEmpty && now - known.State.At > Overdue) return true;
        // Asked as of the last entry: a wake that passed since is one that nobody woke for.
        if (Rollouts.Next.WakeOf(known.Plan, known.State, known.State.At) is { } wake && now - wake > Overdue) return true;
        return await store.ReadAsync(rollout, known.State.Seq, cancellation) is { Inbox.IsEmpty: false };
    }
}
