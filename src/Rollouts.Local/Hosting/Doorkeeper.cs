using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Lets nobody look from elsewhere who does not prove who it is. Health, and those that bring proofs of their own, come in.</summary>
internal static class Doorkeeper
{
    private static readonly PathString[] Open = ["/api/health", "/api/alerts", "/api/slack"];

    public static void UseDoorkeeper(this WebApplication app, IActors actors, bool believesThisMachine) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (Open.Any(open => request.Path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase)) || (believesThisMachine && Loopback.Is(request)) || await actors.OfAsync(request) is not null) await next(context);
        else await HttpProblems.Unauthorized(believesThisMachine ? "this host knows nobody outside its own machine: it was started without --operators" : "a token of one of its operators is needed (ROLLOUT_TOKEN)").ExecuteAsync(context);
    });
}
