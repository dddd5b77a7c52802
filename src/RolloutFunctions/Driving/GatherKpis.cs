using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Takes the readings that are due, for all launches together, and drives launches that have something to do and whose driver did not do it.</summary>
internal sealed class GatherKpis(LaunchRound round, Handlers handlers, ILogger<GatherKpis> log)
{
    /// <summary>A run that is late asks about the time it runs at: one run makes up for all that were missed.</summary>
    [Function(nameof(GatherKpis))]
    public Task RunAsync([TimerTrigger("%GatherKpisSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) log.PastDue(nameof(GatherKpis));
        return round.GatherAsync(handlers.Nudge(client).NudgeAsync, cancellation);
    }
}
