using System.Net;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Local;

/// <summary>Requests from this very machine.</summary>
internal static class Loopback
{
    public static bool Is(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsName(request.Host.Host);

    /// <summary>A page in a browser can make its own name point here; the name then gives it away.</summary>
    private static bool IsName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
