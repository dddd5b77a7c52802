using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Sends posts to web addresses, signed. A receiver that asks for patience is left alone for as long as it says.</summary>
public sealed class WebhookCarrier(IReadOnlyDictionary<string, WebhookSettings> channels, OutboundHttp http, Uri? pages, TimeProvider time) : IPostCarrier
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> held = new(StringComparer.Ordinal);

    public async Task<string> PostAsync(Scene scene, Effect.Post post, CancellationToken cancellation)
    {
        if (!channels.TryGetValue(post.Channel, out var channel)) throw Lasting($"the configuration has no web address for {post.Channel}");
        if (held.TryGetValue(post.Channel, out var until) && until > time.GetUtcNow())
            throw new StoreException($"{post.Channel} asked for patience") { Kind = FailureKind.Throttled, RetryAfter = until - time.GetUtcNow() };
        var planned = scene.Record.Posts.GetValueOrDefault(post.Id)?.At ?? time.GetUtcNow();
        var body = CloudEvent.Of(scene, post, planned, pages).ToJsonString(EntryChain.Json);
        var id = $"{scene.Rollout}_{post.Id.Replace('.', '_')}";
        try
        {
            var answer = await http.PostAsync(new(channel.Url), body, CloudEvent.MediaType, WebhookSignature.Headers(id, time.GetUtcNow(), body, channel.Keys()), cancellation);
            return (int)answer.Status is >= 200 and < 300 ? $"webhook:{id}" : throw Failed(post, answer);
        }
        catch (OutboundException problem)
        {
            throw problem.IsRefusal ? Lasting(problem.Message, problem) : new StoreException(problem.Message, problem);
        }
    }

    /// <summary>Refused for good, or for now: overload and faults of the receiver pass.</summary>
    private StoreException Failed(Effect.Post post, OutboundAnswer answer)
    {
        var status = (int)answer.Status;
        if (status is < 500 and not (408 or 425 or 429)) return Lasting($"the receiver answers {status}");
        var wait = answer.RetryAfter is { } asked && asked > LongestWait ? LongestWait : answer.RetryAfter;
        if (wait is { } some) held[post.Channel] = time.GetUtcNow() + some;
        return new($"the receiver answers {status}") { Kind = status is 429 or 503 ? FailureKind.Throttled : FailureKind.Transient, RetryAfter = wait };
    }

    private static StoreException Lasting(string message, Exception? inner = null) => new(message, inner) { Kind = FailureKind.Permanent };
}
