using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Posts to Slack, once for each effect as far as Slack can tell; what cannot be posted goes to the fallback, and becomes an incident that everybody sees.</summary>
/// <remarks>
/// The journal is the outbox: an effect is pending until its receipt, the channel and timestamp of the message, stands in it. A call whose outcome
/// is not known, and what another process may have sent, is first looked for in the channel's history, by its marker.
/// </remarks>
/// <param name="elsewhere">Takes posts to channels that Slack does not have, and what not even the fallback channel takes.</param>
public sealed class SlackNotifier(
    ISlackApi api, SlackPacer pacer, SlackRenderer renderer, SlackSettings settings, LaunchScenes scenes, SlackShown shown,
    ISlackAttempts attempts, IRolloutStore store, INotifier elsewhere, TimeProvider time, ILogger<SlackNotifier> log) : INotifier
{
    /// <summary>After so long a launch waits no more for Slack.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>What is being posted, by launch, effect and channel: true where it may be there already, false where it certainly is not.</summary>
    private readonly ConcurrentDictionary<(string Rollout, string Attempt), bool> tried = [];

    public async Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
    {
        if (settings.ChannelOf(post.Channel) is not { } channel) return await elsewhere.PostAsync(rollout, post, cancellation);
        var scene = await scenes.OfAsync(rollout, cancellation) ?? throw new StoreException($"there is no rollout {rollout}");
        var planned = scene.Record.Posts.GetValueOrDefault(post.Id)?.At ?? time.GetUtcNow();
        var thread = RootOf(scene, post, channel);
        var message = thread is null ? Composer.Compose(scene, post) : Composer.Reply(scene, post);
        try
        {
            return (await PostAsync(rollout, post, channel, thread, renderer.Of(message, channel), planned, cancellation)).ToString();
        }
        catch (SlackException problem) when (problem.Fault == SlackFault.Passing && time.GetUtcNow() - planned < Patience)
        {
            throw new StoreException(problem.Message, problem);
        }
        catch (SlackException problem)
        {
            log.SlackCallFailed($"{problem.Message} for {post.Channel} ({channel})");
            await TellAsync(rollout, post, channel, problem, cancellation);
            return await FallBackAsync(rollout, post, channel, message, problem, planned, cancellation);
        }
    }

    private async Task<SlackReceipt> PostAsync(string rollout, Effect.Post post, string channel, string? thread, SlackMessage message, DateTimeOffset planned, CancellationToken cancellation)
    {
        var marker = $"{rollout}/{post.Id}";
        var attempt = $"{post.Id}@{channel}";
        var perhaps = tried.TryGetValue((rollout, attempt), out var before) ? before : !await attempts.BeginAsync(rollout, attempt, planned, cancellation);
        tried[(rollout, attempt)] = perhaps;
        var found = perhaps ? await api.FindAsync(channel, marker, thread, planned - TimeSpan.FromMinutes(1), cancellation) : null;
        if (found is null)
        {
            await pacer.TurnAsync(channel, cancellation);
            found = await SendAsync((rollout, attempt), new(channel, message, marker, thread), cancellation);
            if (thread is null) shown.Set(new(channel, found), message);
        }

        tried.TryRemove((rollout, attempt), out _);
        return new(channel, found);
    }

    private async Task<string> SendAsync((string Rollout, string Attempt) attempt, SlackPost post, CancellationToken cancellation)
    {
        tried[attempt] = true;
        try
        {
            return await api.PostAsync(post, cancellation);
        }
        catch (SlackException problem)
        {
            // Slack says why it took nothing; anything else leaves open whether it did.
            if (problem.Fault != SlackFault.Passing || problem.RetryAfter is not null) tried[attempt] = false;
            if (problem.RetryAfter is { } wait) pacer.Hold(post.Channel, wait);
            throw;
        }
    }

    /// <summary>The fallback channel, in one line; then wherever posts go without Slack. A launch never stands still over a message.</summary>
    private async Task<string> FallBackAsync(string rollout, Effect.Post post, string channel, Message message, SlackException problem, DateTimeOffset planned, CancellationToken cancellation)
    {
        var fallback = problem.Fault == SlackFault.MessageRefused ? channel : settings.ChannelOf(settings.Fallback);
        if (problem.Fault != SlackFault.AppRefused && fallback is not null && (fallback != channel || problem.Fault == SlackFault.MessageRefused))
        {
            try
            {
                var words = Sentence.Of($"For {post.Channel}: {post.Text}");
                var line = problem.Fault == SlackFault.MessageRefused
                    ? new Message("", message.Headline, words, [new MessagePart.Paragraph(words)], message.More)
                    : message with { Parts = [new MessagePart.Paragraph(words), .. message.Parts] };
                return (await PostAsync(rollout, post, fallback, null, renderer.Of(line, fallback), planned, cancellation)).ToString();
            }
            catch (SlackException second) when (second.Fault == SlackFault.Passing && time.GetUtcNow() - planned < Patience)
            {
                // The fallback is only busy: the post is tried again, as where it was meant for.
                throw new StoreException(second.Message, second);
            }
            catch (SlackException second)
            {
                log.SlackCallFailed($"{second.Message} for the fallback {fallback}");
            }
        }

        return await elsewhere.PostAsync(rollout, post, cancellation);
    }

    /// <summary>One incident for each channel and error: the same id is counted once.</summary>
    private Task<Offered> TellAsync(string rollout, Effect.Post post, string channel, SlackException problem, CancellationToken cancellation) =>
        store.OfferAsync(rollout, new Input.DeclareIncident($"slack:{channel}:{problem.Error}", time.GetUtcNow(), Actor.System, "delivery", $"nothing can be posted to {post.Channel}: {problem.Error}"), cancellation);

    /// <summary>The message of the subject that is there already, in the same channel.</summary>
    private static string? RootOf(Scene scene, Effect.Post post, string channel) =>
        scene.Record.Roots.GetValueOrDefault((Composer.SubjectOf(post), post.Channel, post.Via)) is { } root && root.Post.Id != post.Id && SlackReceipt.Of(root.Receipt) is { } receipt && receipt.Channel == channel
            ? receipt.Timestamp
            : null;
}
