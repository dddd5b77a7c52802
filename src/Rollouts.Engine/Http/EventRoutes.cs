using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rollouts.Engine;

/// <summary>The route of raw events for hosts with ASP.NET routing.</summary>
public static class EventRoutes
{
    public static void MapEvents(this IEndpointRouteBuilder routes, EventHandlers handlers)
    {
        routes.MapPost("/api/events", (HttpRequest request, CancellationToken cancellation) => handlers.TakeAsync(request, cancellation));
        routes.MapGet("/api/events", (HttpRequest request, CancellationToken cancellation) => handlers.LatestAsync(request, cancellation));
    }
}
