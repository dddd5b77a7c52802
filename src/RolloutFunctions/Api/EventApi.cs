using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Raw events that launched apps tell; the handlers are those of every host.</summary>
internal sealed class EventApi(EventHandlers events, OperatorGate gate)
{
    [Function("TakeEvents")]
    public Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "events")] HttpRequest request, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => events.TakeAsync(request, cancellation), cancellation);

    [Function("ReadEvents")]
    public Task<IResult> LatestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "events")] HttpRequest request, CancellationToken cancellation) =>
        gate.LookAsync(request, () => events.LatestAsync(request, cancellation), cancellation);
}
