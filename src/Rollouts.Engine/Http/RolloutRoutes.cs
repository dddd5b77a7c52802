using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rollouts.Engine;

/// <summary>The routes of design §8 for hosts with ASP.NET routing; Functions bind the same handlers one by one.</summary>
public static class RolloutRoutes
{
    public static void MapRollouts(this IEndpointRouteBuilder routes, RolloutHandlers handlers)
    {
        var api = routes.MapGroup("/api");
        api.MapPost("/rollouts", (HttpRequest request, CancellationToken cancellation) => handlers.StartAsync(request, cancellation));
        api.MapGet("/rollouts", (CancellationToken cancellation) => handlers.ListAsync(cancellation));
        api.MapGet("/rollouts/{rollout}", (string rollout, CancellationToken cancellation) => handlers.GetAsync(rollout, cancellation));
        api.MapPost("/rollouts/{rollout}/commands", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.CommandAsync(rollout, request, cancellation));
        api.MapPost("/rollouts/{rollout}/rollback", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.RollBackAsync(rollout, request, cancellation));
        api.MapGet("/rollouts/{rollout}/journal", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.JournalAsync(rollout, request, cancellation));
        api.MapGet("/rollouts/{rollout}/board", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.BoardAsync(rollout, request, cancellation));
        api.MapGet("/rollouts/{rollout}/review", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.ReviewAsync(rollout, request, cancellation));
        api.MapGet("/rollouts/{rollout}/export", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.ExportAsync(rollout, request, cancellation));
        api.MapGet("/rollouts/{rollout}/triage", (string rollout, CancellationToken cancellation) => handlers.TriageAsync(rollout, cancellation));
        api.MapPost("/reports/{rollout}", (string rollout, HttpRequest request, CancellationToken cancellation) => handlers.ReportAsync(rollout, request, cancellation));
        api.MapGet("/openapi.json", ApiDocument.Answer);
        api.MapPut("/plans/{name}", (string name, HttpRequest request, CancellationToken cancellation) => handlers.PutPlanAsync(name, request, cancellation));
    }
}
