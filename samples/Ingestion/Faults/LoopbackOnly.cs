using System.Net;

namespace Ingestion.Faults;

/// <summary>Refuses callers from other machines, should the service ever listen on more than loopback.</summary>
public sealed class LoopbackOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
            ? await next(context)
            : TypedResults.Problem("only from this machine", statusCode: StatusCodes.Status403Forbidden);
}
