using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RolloutFunctions;

/// <summary>One per phase and attempt of a launch: drives it until the launch is in another stage, or over.</summary>
internal static class PhaseOrchestrator
{
    public const string Name = nameof(PhaseOrchestrator);

    [Function(Name)]
    public static async Task<PhaseEnd?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriveInput input)
    {
        var turn = await new DriveLoop(context, input).RunAsync(turn => turn.Over || turn.Stage != input.Stage);
        return turn is null ? null : new(turn.Over ? null : turn.Stage, turn.Words);
    }
}
