using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.SlackPreview;

/// <summary>People clicking, submitting and typing: signed requests to the app, as Slack sends them.</summary>
public sealed class Clicks(Workspace workspace, HttpClient app, TimeProvider time, Uri self)
{
    /// <summary>Clicks the button with the label on a message.</summary>
    /// <param name="at">The moment of the click, see <see cref="Moment"/>; a new one if not given.</param>
    public Task<HttpResponseMessage> ClickAsync(PreviewMessage message, string label, string user, string? at = null) => PressAsync(message, ButtonOf(message, label), user, at);

    /// <summary>A moment by which Slack tells one click from another.</summary>
    public string Moment() => workspace.Moment();

    public Task<HttpResponseMessage> PressAsync(PreviewMessage message, JsonObject button, string user, string? at = null) => SendAsync("interactions", Form(new JsonObject
    {
        ["type"] = "block_actions",
        ["user"] = User(user),
        ["api_app_id"] = workspace.App,
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message.Timestamp, ["channel_id"] = message.Channel, ["is_ephemeral"] = message.OnlyFor is not null },
        ["trigger_id"] = workspace.Trigger(user),
        ["team"] = new JsonObject { ["id"] = workspace.Team, ["domain"] = "preview" },
        ["channel"] = new JsonObject { ["id"] = message.Channel, ["name"] = workspace.Channels.GetValueOrDefault(message.Channel) },
        ["response_url"] = new Uri(self, $"/reply/{message.Channel}/{user}").AbsoluteUri,
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "button", ["action_id"] = button["action_id"]?.DeepClone(), ["block_id"] = "choices", ["value"] = button["value"]?.DeepClone(),
            ["action_ts"] = at ?? Moment(),
        }),
    }));

    /// <summary>Submits an open modal. What the app answers, the modal then shows: errors, another view, or nothing any more.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(PreviewView view, IReadOnlyDictionary<string, string> fields)
    {
        var values = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)new JsonObject { [field.Key] = new JsonObject { ["type"] = "plain_text_input", ["value"] = field.Value } })));
        var answer = await SendAsync("interactions", Form(new JsonObject
        {
            ["type"] = "view_submission",
            ["user"] = User(view.User),
            ["api_app_id"] = workspace.App,
            ["team"] = new JsonObject { ["id"] = workspace.Team, ["domain"] = "preview" },
            ["view"] = new JsonObject { ["id"] = view.Id, ["callback_id"] = "decide", ["private_metadata"] = view.View["private_metadata"]?.DeepClone(), ["state"] = new JsonObject { ["values"] = values } },
        }));
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) return answer;
        var told = body.Length > 0 ? JsonNode.Parse(body) as JsonObject : null;
        if ((string?)told?["response_action"] == "errors") return answer;
        workspace.Close(view.Id);
        if ((string?)told?["response_action"] == "update" && told["view"] is JsonObject next) workspace.Show(view with { View = (JsonObject)next.DeepClone() });
        return answer;
    }

    /// <summary>Types <c>/rollout …</c>; what the app answers is shown to that person alone.</summary>
    public async Task<HttpResponseMessage> TypeAsync(string channel, string text, string user)
    {
        var answer = await SendAsync("commands", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["command"] = "/rollout", ["text"] = text, ["team_id"] = workspace.Team, ["api_app_id"] = workspace.App, ["channel_id"] = channel, ["user_id"] = user,
            ["trigger_id"] = workspace.Trigger(user), ["response_url"] = new Uri(self, $"/reply/{channel}/{user}").AbsoluteUri,
        });
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode && body.Length > 0 && JsonNode.Parse(body) is JsonObject said)
            workspace.Post(channel, (string?)said["text"] ?? "", said["blocks"] as JsonArray is { } blocks ? (JsonArray)blocks.DeepClone() : [], null, null, user);
        return answer;
    }

    /// <summary>The button of a message by its label.</summary>
    public static JsonObject ButtonOf(PreviewMessage message, string label) =>
        message.Blocks.OfType<JsonObject>().Where(block => (string?)block["type"] == "actions").SelectMany(block => ((JsonArray)block["elements"]!).OfType<JsonObject>())
            .FirstOrDefault(button => (string?)button["text"]?["text"] == label) ?? throw new InvalidOperationException($"the message has no button '{label}'");

    private JsonObject User(string id) => new() { ["id"] = id, ["username"] = workspace.Users.GetValueOrDefault(id)?.Name ?? id, ["team_id"] = workspace.Team };

    private static Dictionary<string, string> Form(JsonObject payload) => new(StringComparer.Ordinal) { ["payload"] = payload.ToJsonString() };

    private async Task<HttpResponseMessage> SendAsync(string route, Dictionary<string, string> form)
    {
        using var encoded = new FormUrlEncodedContent(form);
        var body = await encoded.ReadAsByteArrayAsync();
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{stamp}:"), .. body];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/slack/{route}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Headers.Add("X-Slack-Request-Timestamp", stamp);
        request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(workspace.SigningSecret), signed)));
        return await app.SendAsync(request);
    }
}
