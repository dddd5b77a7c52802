using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Rollouts.Engine;
using Slack.NetStandard;
using Slack.NetStandard.Messages.Blocks;
using Slack.NetStandard.Objects;
using Slack.NetStandard.WebApi;
using Slack.NetStandard.WebApi.Chat;
using Slack.NetStandard.WebApi.Conversations;

namespace Rollouts.Slack;

/// <summary>Slack's methods through Slack.NetStandard. What the engine composed is read into the library's types, and sent as they write it.</summary>
/// <param name="client">With a timeout: the library takes no cancellation.</param>
public sealed class SlackClientApi(HttpClient client, string token) : ISlackApi
{
    private readonly SlackWebApiClient slack = new(client, token);

    /// <summary>The library has no metadata in replies, and never answers which error a request without Retry-After was; such calls are made plainly.</summary>
    private readonly SlackWebApi plain = new(client, SlackWebApiClient.ApiBaseAddress, token);

    public async Task<string> PostAsync(SlackPost post, CancellationToken cancellation)
    {
        var request = new PostMessageRequest
        {
            Channel = post.Channel,
            Text = post.Message.Text,
            Blocks = Blocks(post.Message),
            UseMarkdown = true,
            UnfurlLinks = false,
            UnfurlMedia = false,
            Metadata = new() { EventType = SlackWebApi.MarkerType, EventPayload = new JObject { ["effect"] = post.Marker } },
        };
        if (post.Thread is { } thread) request.ThreadId = thread;
        var answer = await CallAsync("chat.postMessage", slack.Chat.Post(request), cancellation);
        return answer.Timestamp?.RawValue ?? throw new SlackException("chat.postMessage", "it named no timestamp", SlackFault.Passing);
    }

    public async Task UpdateAsync(string channel, string timestamp, SlackMessage message, CancellationToken cancellation) =>
        await CallAsync("chat.update", slack.Chat.Update(new() { Channel = channel, Timestamp = timestamp, Text = message.Text, Blocks = Blocks(message) }), cancellation);

    public async Task<string?> FindAsync(string channel, string marker, string? thread, DateTimeOffset since, CancellationToken cancellation)
    {
        if (thread is not null) return await plain.FindAsync(channel, marker, thread, since, cancellation);
        var request = new ConversationHistoryRequest { Channel = channel, IncludeAllMetadata = true, Limit = 200, Oldest = since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        do
        {
            var page = await CallAsync("conversations.history", slack.Conversations.History(request), cancellation);
            var found = page.Messages?.Where(message => message.Metadata?.EventType == SlackWebApi.MarkerType && (message.Metadata.EventPayload as JObject)?.Value<string>("effect") == marker)
                .Select(message => message.Timestamp.RawValue).FirstOrDefault();
            if (found is not null) return found;
            request.Cursor = page.ResponseMetadata?.NextCursor;
        }
        while (!string.IsNullOrEmpty(request.Cursor));
        return null;
    }

    public async Task OpenViewAsync(string trigger, JsonObject view, CancellationToken cancellation) =>
        await CallAsync("views.open", slack.View.Open(trigger, JsonConvert.DeserializeObject<View>(view.ToJsonString())), cancellation);

    public async Task<string> TeamAsync(CancellationToken cancellation) => (await CallAsync("auth.test", slack.Auth.Test(), cancellation)).TeamId ?? "";

    public async Task<ImmutableArray<string>> MembersAsync(string group, CancellationToken cancellation) =>
        [.. (await CallAsync("usergroups.users.list", slack.Usergroups.Users.List(group), cancellation)).Users ?? []];

    public async Task<SlackPerson?> PersonAsync(string user, CancellationToken cancellation)
    {
        try
        {
            var known = (await CallAsync("users.info", slack.Users.Info(user), cancellation)).User;
            return new(user, known.Team ?? "", known.IsBot ?? false, known.Deleted ?? false, []);
        }
        catch (SlackException unknown) when (unknown.Error is "user_not_found" or "user_not_visible")
        {
            return null;
        }
    }

    /// <summary>Our JSON in the library's types.</summary>
    public static IList<IMessageBlock> Blocks(SlackMessage message) =>
        JsonConvert.DeserializeObject<List<IMessageBlock>>(message.Blocks.ToJsonString()) ?? throw new InvalidOperationException("blocks are a list");

    /// <summary>The library throws for an answer that is no JSON, and stumbles over a 429 without Retry-After: both pass.</summary>
    private static async Task<T> CallAsync<T>(string method, Task<T> call, CancellationToken cancellation)
        where T : WebApiResponseBase
    {
        try
        {
            var answer = await call.WaitAsync(cancellation);
            return answer.OK ? answer : throw new SlackException(method, answer.Error ?? "it named no error", SlackException.FaultOf(answer.Error ?? ""), answer.RetryAfter);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or NullReferenceException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new SlackException(method, "no answer that could be read", SlackFault.Passing, null, problem);
        }
    }
}
