using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Wakes a launch's drivers through the durable client, and starts those that are missing. What fails here the minute timer repeats.</summary>
internal sealed class DurableNudge(DurableTaskClient client, Drainer drainer, ILogger<DurableNudge> log) : INudge
{
    public async Task NudgeAsync(string rollout, CancellationToken cancellation)
    {
        try
        {
            if (await drainer.ReadAsync(rollout, cancellation) is not { } known) return;
            foreach (var wayBack in known.State.Returning.Keys) await WakeAsync(new(rollout, wayBack), cancellation);
            if (!known.State.IsFinished || !known.Work.Effects.IsEmpty) await WakeAsync(new(rollout, 0), cancellation);
        }
        catch (StoreException problem)
        {
            log.NotNudged(rollout, problem.Message);
        }
    }

    /// <summary>Each driver exists once, by its id: of two that start it, one does.</summary>
    public async Task WakeAsync(DriveInput driver, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(driver.Instance, DriveLoop.Nudge, "", cancellation);
        }
        catch (RpcException missing) when (missing.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            await StartAsync(driver, cancellation);
        }
        catch (RpcException problem)
        {
            log.NotNudged(driver.Instance, problem.Status.Detail);
        }
    }

    private async Task StartAsync(DriveInput driver, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(driver.Orchestrator, driver, new StartOrchestrationOptions(driver.Instance), cancellation);
            log.Started(driver.Orchestrator, driver.Instance);
        }
        catch (Exception problem) when (problem is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            log.StartedElsewhere(driver.Instance);
        }
        catch (RpcException problem)
        {
            log.NotNudged(driver.Instance, problem.Status.Detail);
        }
    }
}
