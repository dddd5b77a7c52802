using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Sends each post the way the plan says for its channel. What cannot be delivered becomes an incident that everybody sees, and goes where other posts go: a launch never stands still over a message.</summary>
/// <param name="others">Takes what no way is named for, what this installation has no way for, and what could not be delivered.</param>
public sealed class ChannelRouter(
    ImmutableDictionary<Via, IPostCarrier> ways, LaunchScenes scenes, IRolloutStore store, INotifier others, TimeProvider time, ILogger<ChannelRouter> log) : INotifier
{
    /// <summary>After so long a launch waits no more for a server that does not take its messages.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
    {
        if (post.Via is not { } via || !ways.TryGetValue(via, out var way)) return await others.PostAsync(rollout, post, cancellation);
        var scene = await scenes.OfAsync(rollout, cancellation) ?? throw new StoreException($"there is no rollout {rollout}");
        var planned = scene.Record.Posts.GetValueOrDefault(post.Id)?.At ?? time.GetUtcNow();
        try
        {
            return await way.PostAsync(scene, post, cancellation);
        }
        catch (StoreException problem) when (problem.Kind == FailureKind.Permanent || time.GetUtcNow() - planned >= Patience)
        {
            log.NotDelivered(rollout, post.Id, post.Channel, problem.Message);
            await TellAsync(rollout, post, problem, cancellation);
            return await others.PostAsync(rollout, post, cancellation);
        }
    }

    /// <summary>One incident for each channel and error: the same id is counted once.</summary>
    private Task<Offered> TellAsync(string rollout, Effect.Post post, StoreException problem, CancellationToken cancellation) => store.OfferAsync(
        rollout,
        new Input.DeclareIncident($"undelivered:{post.Via}:{post.Channel}:{problem.Message}", time.GetUtcNow(), Actor.System, "delivery", $"nothing reaches {post.Channel}: {problem.Message}"),
        cancellation);
}
