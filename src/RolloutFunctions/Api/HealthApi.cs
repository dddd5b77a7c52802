using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>How the app's dependencies are, by name.</summary>
internal sealed class HealthApi(HealthHandlers health, OperatorGate gate)
{
    [Function("Health")]
    public Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request, CancellationToken cancellation) =>
        gate.LookAsync(request, () => health.HealthAsync(cancellation), cancellation);
}
