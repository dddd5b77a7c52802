using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Lets nobody look from elsewhere who does not prove who it is. Health, the description of the API, and those that bring proofs of their own come in.</summary>
internal sealed class Doorkeeper(IActors actors, bool believesThisMachine)
{
    private static readonly PathString[] Open = ["/api/health", ApiDocument.Path, "/api/alerts", "/api/slack"];

    public async Task LetInAsync(HttpContext context, RequestDelegate next)
    {
        if (Open.Any(open => context.Request.Path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase)) || await KnowsAsync(context.Request)) await next(context);
        else await HttpProblems.Unauthorized(believesThisMachine
            ? "this host knows nobody outside its own machine: it was started without --operators"
            : "a token of one of its operators is needed (ROLLOUT_TOKEN)").ExecuteAsync(context);
    }

    /// <summary>Whether it may see what the host knows: somebody here where this machine is believed, else somebody with a proof.</summary>
    public async ValueTask<bool> KnowsAsync(HttpRequest request) => (believesThisMachine && Loopback.Is(request)) || await actors.OfAsync(request) is not null;
}
