using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>The headers in which a sender that is trusted says for whom it speaks.</summary>
public static class ActorHeaders
{
    public const string Actor = "X-Rollout-Actor";
    public const string Groups = "X-Rollout-Groups";

    /// <summary>Null when the sender names nobody, or claims to be the launch automation itself.</summary>
    public static Actor? Read(HttpRequest request)
    {
        var id = request.Headers[Actor].ToString();
        if (id.Length is 0 or > 100 || id == Rollouts.Actor.System.Id) return null;
        return new(id, [.. request.Headers[Groups].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }
}
