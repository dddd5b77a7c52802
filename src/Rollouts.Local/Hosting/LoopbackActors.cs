using System.Net;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Believes what a request from this very machine says about who sends it, in the headers <c>X-Rollout-Actor</c> and <c>X-Rollout-Groups</c>. Anyone else is nobody.</summary>
public sealed class LoopbackActors : IActors
{
    public const string ActorHeader = ActorHeaders.Actor;
    public const string GroupsHeader = ActorHeaders.Groups;

    public ValueTask<Actor?> OfAsync(HttpRequest request)
    {
        var here = request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsLoopbackName(request.Host.Host);
        return ValueTask.FromResult(here ? ActorHeaders.Read(request) : null);
    }

    /// <summary>A page in a browser can make its own name point here; the name then gives it away.</summary>
    private static bool IsLoopbackName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
