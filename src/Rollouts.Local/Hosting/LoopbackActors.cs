using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Believes what a request from this very machine says about who sends it, in the headers <c>X-Rollout-Actor</c> and <c>X-Rollout-Groups</c>. Anyone else is nobody.</summary>
public sealed class LoopbackActors : IActors
{
    public const string ActorHeader = ActorHeaders.Actor;
    public const string GroupsHeader = ActorHeaders.Groups;

    public ValueTask<Actor?> OfAsync(HttpRequest request) => ValueTask.FromResult(Loopback.Is(request) ? ActorHeaders.Read(request) : null);
}
