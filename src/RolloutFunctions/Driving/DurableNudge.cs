using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Wakes a launch's drivers through the durable client, and starts those that are missing. What fails here the next round repeats.</summary>
/// <remarks>A nudge carries what the driver is to do next, where all was decided before it: the driver then needs no drain of its own.</remarks>
internal sealed class DurableNudge(DurableTaskClient client, Drainer drainer, NudgeBook book, TimeProvider time, ILogger<DurableNudge> log) : INudge
{
    public async Task NudgeAsync(string rollout, Drained? decided, CancellationToken cancellation)
    {
        try
        {
            if (drainer.Known(rollout) is null) await drainer.ReadAsync(rollout, cancellation);
            var page = book.Of(rollout);
            await page.Turn.WaitAsync(cancellation);
            try
            {
                if (drainer.Known(rollout) is not { } known) return;
                var mark = decided is null ? NudgeBook.Undecided : NudgeBook.MarkOf(known);
                if (page.Knows(mark)) return;
                if (await WakeAllAsync(rollout, known, decided is not null, page, cancellation)) page.Write(mark);
            }
            finally
            {
                page.Turn.Release();
            }
        }
        catch (StoreException problem)
        {
            log.NotNudged(rollout, problem.Message);
        }
    }

    /// <summary>Wakes a driver or, where it is missing or has ended, starts it: it exists once, by its name. False when neither worked.</summary>
    /// <param name="turn">What it is to do, where that is known.</param>
    public async Task<bool> WakeAsync(string instance, string orchestrator, DriveInput input, DriveTurn? turn, CancellationToken cancellation) =>
        await RaiseAsync(instance, turn, cancellation) ?? await StartAsync(instance, orchestrator, input, cancellation) is not null;

    /// <summary>The driver of the stage that the launch is in or, where that is not there yet, the launch's own, which wakes the one before.</summary>
    private async Task<bool> WakeAllAsync(string rollout, Drained known, bool tell, NudgeBook.Page page, CancellationToken cancellation)
    {
        // A driver that still waits drains, finds the launch over and gives its keys back; one that has ended is not wanted any more.
        if (DriveTurn.IsOver(known)) return await RaiseAsync(rollout, null, cancellation) is not false;
        var all = true;
        foreach (var number in known.State.Returning.Keys)
            all &= await WakeAsync(DriveInput.WayBackOf(rollout, number), RollbackOrchestrator.Name, new(rollout, number), TurnOf(number), cancellation);
        var phase = DriveInput.PhaseOf(rollout, DriveStage.Of(known.Plan, known.State));
        var raised = await RaiseAsync(phase, TurnOf(0), cancellation);
        if (raised is not null)
        {
            page.Found();
            return all && raised.Value;
        }

        if (await RaiseAsync(rollout, null, cancellation) is { } passedOn)
        {
            if (page.IsLost(phase)) await EndAsync(rollout, phase, cancellation);
            return all && passedOn;
        }

        page.Found();
        return await StartAsync(rollout, RolloutOrchestrator.Name, new(rollout, 0), cancellation) is not null && all;

        DriveTurn? TurnOf(int wayBack) => tell ? DriveTurn.AsKnown(known, wayBack, time.GetUtcNow()) : null;
    }

    /// <summary>True when it was woken, null when it is not there or has ended, false when that could not be learned.</summary>
    private async Task<bool?> RaiseAsync(string instance, DriveTurn? turn, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(instance, DriveLoop.Nudge, turn is null ? "" : turn, cancellation);
            return true;
        }
        catch (RpcException missing) when (missing.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return null;
        }
        catch (RpcException problem)
        {
            log.NotNudged(instance, problem.Status.Detail);
            return false;
        }
    }

    /// <summary>True when it was started, false when it is there already, null when neither could be learned.</summary>
    private async Task<bool?> StartAsync(string instance, string orchestrator, DriveInput input, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instance), cancellation);
            log.Started(orchestrator, instance);
            return true;
        }
        catch (Exception problem) when (problem is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            log.StartedElsewhere(instance);
            return false;
        }
        catch (RpcException problem)
        {
            log.NotNudged(instance, problem.Status.Detail);
            return null;
        }
    }

    /// <summary>The launch's own driver waits for a phase's that is gone: it is ended, and started again at the next nudge.</summary>
    private async Task EndAsync(string rollout, string phase, CancellationToken cancellation)
    {
        // What this process knows may be old: the phase may have ended as it should.
        if (await drainer.ReadAsync(rollout, cancellation) is not { } now || DriveInput.PhaseOf(rollout, DriveStage.Of(now.Plan, now.State)) != phase) return;
        log.Lost(rollout, phase);
        try
        {
            await client.TerminateInstanceAsync(rollout, $"{phase} is gone", cancellation);
        }
        catch (RpcException problem)
        {
            log.NotNudged(rollout, problem.Status.Detail);
        }
    }
}
