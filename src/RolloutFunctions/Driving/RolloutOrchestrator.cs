using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>One per launch, named as it: runs a <see cref="PhaseOrchestrator"/> for each phase and attempt that the journal says, one after the other, until the launch is over.</summary>
/// <remarks>Started again it goes on from the journal: that is the repair for a driver that was lost.</remarks>
internal static class RolloutOrchestrator
{
    public const string Name = nameof(RolloutOrchestrator);

    /// <summary>Who looks for the driver of a stage that the launch has just come to wakes this one, which passes it on to the driver that is to end. Its history is not to grow without end.</summary>
    private const int MostPassedOn = 100;

    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromSeconds(15);

    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriveInput input)
    {
        if (await StageAsync(context, input) is not { } stage)
        {
            context.SetCustomStatus("the journal cannot be reached; trying again");
            await context.CreateTimer(BeforeAnotherTry, CancellationToken.None);
            context.ContinueAsNew(input, preserveUnprocessedEvents: false);
            return;
        }

        if (stage.Next is null)
        {
            context.SetCustomStatus(stage.Words);
            return;
        }

        var phase = DriveInput.PhaseOf(input.Rollout, stage.Next);
        context.SetCustomStatus($"{stage.Next} is driven by {phase}");
        var next = await DriveAsync(context, input with { Stage = stage.Next }, phase);
        if (next is { Next: null })
        {
            context.SetCustomStatus(next.Words);
            return;
        }

        context.ContinueAsNew(input with { Stage = next?.Next }, preserveUnprocessedEvents: false);
    }

    /// <summary>As the phase before told it or, at the start, as the journal says; null when that cannot be read now.</summary>
    private static async Task<PhaseEnd?> StageAsync(TaskOrchestrationContext context, DriveInput input)
    {
        if (input.Stage is { } told) return new(told, "");
        try
        {
            var turn = await context.CallActivityAsync<DriveTurn>(Activities.Drain, input);
            return new(turn.Over ? null : turn.Stage, turn.Words);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }

    /// <summary>Null when the phase's driver broke off: after a pause the journal says where the launch is.</summary>
    private static async Task<PhaseEnd?> DriveAsync(TaskOrchestrationContext context, DriveInput input, string phase)
    {
        try
        {
            var driven = context.CallSubOrchestratorAsync<PhaseEnd>(PhaseOrchestrator.Name, input, options: new SubOrchestrationOptions { InstanceId = phase });
            var nudge = context.WaitForExternalEvent<JsonElement>(DriveLoop.Nudge);
            for (var passedOn = 0; passedOn < MostPassedOn && await Task.WhenAny(driven, nudge) == nudge; passedOn++)
            {
                context.SendEvent(phase, DriveLoop.Nudge, "");
                nudge = context.WaitForExternalEvent<JsonElement>(DriveLoop.Nudge);
            }

            return await driven;
        }
        catch (TaskFailedException broken)
        {
            context.SetCustomStatus($"{phase} broke off and is started again: {DriveLoop.Line(broken)}");
            await context.CreateTimer(BeforeAnotherTry, CancellationToken.None);
            return null;
        }
    }
}
