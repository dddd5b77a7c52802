using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Slack's methods over HTTP, as they are documented; nothing but the base library.</summary>
/// <param name="client">With a timeout: a call that hangs makes way.</param>
public sealed class SlackWebApi(HttpClient client, Uri api, string token) : ISlackApi
{
    /// <summary>The type under which our messages carry their marker.</summary>
    public const string MarkerType = "rollout_effect";

    public async Task<string> PostAsync(SlackPost post, CancellationToken cancellation)
    {
        var body = Body(post.Channel, post.Message);
        body["metadata"] = new JsonObject { ["event_type"] = MarkerType, ["event_payload"] = new JsonObject { ["effect"] = post.Marker } };
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        if (post.Thread is { } thread) body["thread_ts"] = thread;
        var answer = await CallAsync("chat.postMessage", body, cancellation);
        return (string?)answer["ts"] ?? throw new SlackException("chat.postMessage", "it named no timestamp", SlackFault.Passing);
    }

    public async Task UpdateAsync(string channel, string timestamp, SlackMessage message, CancellationToken cancellation)
    {
        var body = Body(channel, message);
        body["ts"] = timestamp;
        await CallAsync("chat.update", body, cancellation);
    }

    public async Task<string?> FindAsync(string channel, string marker, string? thread, DateTimeOffset since, CancellationToken cancellation)
    {
        var query = $"channel={Uri.EscapeDataString(channel)}&include_all_metadata=true&limit=200&oldest={since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}"
            + (thread is null ? "" : $"&ts={Uri.EscapeDataString(thread)}");
        var cursor = "";
        do
        {
            var page = await CallAsync(thread is null ? "conversations.history" : "conversations.replies", cursor.Length == 0 ? query : $"{query}&cursor={Uri.EscapeDataString(cursor)}", cancellation);
            var found = (page["messages"] as JsonArray)?.OfType<JsonObject>()
                .Where(message => (string?)message["metadata"]?["event_type"] == MarkerType && (string?)message["metadata"]?["event_payload"]?["effect"] == marker)
                .Select(message => (string?)message["ts"]).FirstOrDefault();
            if (found is not null) return found;
            cursor = (string?)page["response_metadata"]?["next_cursor"] ?? "";
        }
        while (cursor.Length > 0);
        return null;
    }

    public Task OpenViewAsync(string trigger, JsonObject view, CancellationToken cancellation) =>
        CallAsync("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = view.DeepClone() }, cancellation);

    public async Task<string> TeamAsync(CancellationToken cancellation) => (string?)(await CallAsync("auth.test", new JsonObject(), cancellation))["team_id"] ?? "";

    public async Task<ImmutableArray<string>> MembersAsync(string group, CancellationToken cancellation)
    {
        var answer = await CallAsync("usergroups.users.list", $"usergroup={Uri.EscapeDataString(group)}", cancellation);
        return [.. (answer["users"] as JsonArray ?? []).Select(user => (string?)user).OfType<string>()];
    }

    public async Task<SlackPerson?> PersonAsync(string user, CancellationToken cancellation)
    {
        try
        {
            var answer = (await CallAsync("users.info", $"user={Uri.EscapeDataString(user)}", cancellation))["user"] as JsonObject ?? [];
            return new(user, (string?)answer["team_id"] ?? "", (bool?)answer["is_bot"] ?? false, (bool?)answer["deleted"] ?? false, []);
        }
        catch (SlackException unknown) when (unknown.Error is "user_not_found" or "user_not_visible")
        {
            return null;
        }
    }

    private static JsonObject Body(string channel, SlackMessage message) => new() { ["channel"] = channel, ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() };

    private Task<JsonObject> CallAsync(string method, JsonObject body, CancellationToken cancellation) =>
        SendAsync(method, new(HttpMethod.Post, new Uri(api, method)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") }, cancellation);

    private Task<JsonObject> CallAsync(string method, string query, CancellationToken cancellation) =>
        SendAsync(method, new(HttpMethod.Get, new Uri(api, $"{method}?{query}")), cancellation);

    private async Task<JsonObject> SendAsync(string method, HttpRequestMessage request, CancellationToken cancellation)
    {
        using var sent = request;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) throw new SlackException(method, "ratelimited", SlackFault.Passing, response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation)) as JsonObject ?? throw new SlackException(method, "it answered no object", SlackFault.Passing);
            if ((bool?)answer["ok"] == true) return answer;
            var error = (string?)answer["error"] ?? "it named no error";
            throw new SlackException(method, error, SlackException.FaultOf(error));
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or InvalidOperationException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new SlackException(method, "no answer that could be read", SlackFault.Passing, null, problem);
        }
    }
}
