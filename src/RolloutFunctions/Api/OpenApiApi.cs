using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The API, described for programs.</summary>
internal sealed class OpenApiApi(OperatorGate gate)
{
    [Function("ReadOpenApi")]
    public Task<IResult> ReadAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request, CancellationToken cancellation) =>
        gate.LookAsync(request, () => Task.FromResult(ApiDocument.Answer()), cancellation);
}
