using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Tells who sends a request: from a token, a key, or on loopback from a header.</summary>
public interface IActors
{
    /// <summary>Null when the request does not say, or does not prove, who sends it.</summary>
    ValueTask<Actor?> OfAsync(HttpRequest request);
}
