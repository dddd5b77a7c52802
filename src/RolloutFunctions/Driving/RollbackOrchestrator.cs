using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RolloutFunctions;

/// <summary>One per way back: carries out its fence and procedure from the journal, beside the launch's own drivers, and wakes them when it is through.</summary>
internal static class RollbackOrchestrator
{
    public const string Name = nameof(RollbackOrchestrator);

    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriveInput input)
    {
        if (await new DriveLoop(context, input).RunAsync(turn => turn.Over) is { } turn)
            context.SendEvent(DriveInput.PhaseOf(input.Rollout, turn.Stage), DriveLoop.Nudge, "");
    }
}
