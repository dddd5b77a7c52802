using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Holds the scheduled reviews that are due, on readings of now: the row stands in the journal, from which board and posts are made.</summary>
internal sealed class ReviewGates(LaunchRound round, Handlers handlers, ILogger<ReviewGates> log)
{
    /// <summary>A review that was due while the app was down is held once, late.</summary>
    [Function(nameof(ReviewGates))]
    public async Task RunAsync([TimerTrigger("%ReviewGatesSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) log.PastDue(nameof(ReviewGates));
        foreach (var (rollout, gate) in await round.ReviewAsync(handlers.Nudge(client).NudgeAsync, cancellation)) log.Reviewed(rollout, gate);
    }
}
