using System.Net;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Believes what a request from this very machine says about who sends it, in the headers <c>X-Rollout-Actor</c> and <c>X-Rollout-Groups</c>. Anyone else is nobody.</summary>
public sealed class LoopbackActors : IActors
{
    public const string ActorHeader = "X-Rollout-Actor";
    public const string GroupsHeader = "X-Rollout-Groups";

    public ValueTask<Actor?> OfAsync(HttpRequest request)
    {
        var here = request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsLoopbackName(request.Host.Host);
        var id = request.Headers[ActorHeader].ToString();
        if (!here || id.Length is 0 or > 100 || id == Actor.System.Id) return ValueTask.FromResult<Actor?>(null);
        var groups = request.Headers[GroupsHeader].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ValueTask.FromResult<Actor?>(new(id, [.. groups]));
    }

    /// <summary>A page in a browser can make its own name point here; the name then gives it away.</summary>
    private static bool IsLoopbackName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
