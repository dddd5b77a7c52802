using Microsoft.AspNetCore.Http;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The host has checked the function key by now: who holds it is trusted to say for whom it speaks.</summary>
internal sealed class KeyActors : IActors
{
    public ValueTask<Actor?> OfAsync(HttpRequest request) => ValueTask.FromResult(ActorHeaders.Read(request));
}
