using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RolloutFunctions;

/// <summary>The durable drivers: one per launch, and one for each of its ways back, which takes over until that way back has ended.</summary>
internal static class Orchestrators
{
    public const string Rollout = "RolloutOrchestrator";
    public const string Rollback = "RollbackOrchestrator";

    [Function(Rollout)]
    public static Task RolloutAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriveInput input) => DriveLoop.RunAsync(context, input);

    [Function(Rollback)]
    public static Task RollbackAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriveInput input) => DriveLoop.RunAsync(context, input);
}
