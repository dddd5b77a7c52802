using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Rollouts.Engine;

/// <summary>What Slack sends when a person clicks, submits a modal or types the command. A closed hierarchy.</summary>
/// <param name="UserTeam">The person's own workspace: another one's when a channel is shared.</param>
/// <param name="Trigger">Opens a modal once within three seconds; empty where there is none.</param>
/// <param name="ReplyTo">Where a private answer is sent; null where there is no such place.</param>
public abstract record SlackRequest(string App, string Team, string User, string UserTeam, string Trigger, Uri? ReplyTo)
{
    /// <param name="Value">What the button carries.</param>
    /// <param name="At">Slack's time of the click: the same for a request sent again.</param>
    public sealed record Click(string App, string Team, string User, string UserTeam, string Trigger, Uri? ReplyTo, string Channel, string Value, string At)
        : SlackRequest(App, Team, User, UserTeam, Trigger, ReplyTo);

    /// <param name="View">The modal's id: one submission of it counts.</param>
    /// <param name="Metadata">What the modal carries.</param>
    public sealed record Submission(string App, string Team, string User, string UserTeam, string View, string Metadata, ImmutableSortedDictionary<string, string> Fields)
        : SlackRequest(App, Team, User, UserTeam, "", null);

    public sealed record Command(string App, string Team, string User, string Trigger, Uri? ReplyTo, string Channel, string Text) : SlackRequest(App, Team, User, Team, Trigger, ReplyTo);

    /// <summary>Something we never asked for, such as a closed modal: acknowledged and left alone.</summary>
    public sealed record Other(string App, string Team, string User) : SlackRequest(App, Team, User, Team, "", null);

    /// <summary>Reads <c>payload={…}</c>; null when it is not such a form, or the JSON lacks what every payload has.</summary>
    public static SlackRequest? OfInteraction(byte[] body)
    {
        if (Form(body) is not { } form || !form.TryGetValue("payload", out var payload)) return null;
        try
        {
            using var document = JsonDocument.Parse(payload, new() { MaxDepth = 64 });
            return Of(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the flat form of a slash command; null when something is missing.</summary>
    public static SlackRequest? OfCommand(byte[] body)
    {
        if (Form(body) is not { } form) return null;
        string? Field(string name) => form.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
        return Field("api_app_id") is { } app && Field("team_id") is { } team && Field("user_id") is { } user && Field("channel_id") is { } channel && Field("trigger_id") is { } trigger
            ? new Command(app, team, user, trigger, Address(Field("response_url")), channel, Field("text") ?? "")
            : null;
    }

    private static SlackRequest Of(JsonElement json)
    {
        var user = json.GetProperty("user");
        var (app, team) = (Needed(json, "api_app_id"), TeamOf(json));
        var (id, home) = (Needed(user, "id"), user.TryGetProperty("team_id", out var own) ? own.GetString() ?? "" : team);
        switch (Needed(json, "type"))
        {
            case "block_actions":
                var action = json.GetProperty("actions").EnumerateArray().First();
                var channel = json.TryGetProperty("channel", out var where) && where.ValueKind == JsonValueKind.Object ? Needed(where, "id") : Needed(json.GetProperty("container"), "channel_id");
                return new Click(
                    app, team, id, home, Needed(json, "trigger_id"), Address(json.TryGetProperty("response_url", out var reply) ? reply.GetString() : null),
                    channel, action.TryGetProperty("value", out var value) ? value.GetString() ?? "" : "", Needed(action, "action_ts"));
            case "view_submission":
                var view = json.GetProperty("view");
                return new Submission(app, team, id, home, Needed(view, "id"), Needed(view, "private_metadata"), ReadFields(view.GetProperty("state").GetProperty("values")));
            default:
                return new Other(app, team, id);
        }
    }

    /// <summary>An installation for a whole organisation names no single workspace: the person's own counts.</summary>
    private static string TeamOf(JsonElement json) =>
        json.TryGetProperty("team", out var team) && team.ValueKind == JsonValueKind.Object ? Needed(team, "id") : Needed(json.GetProperty("user"), "team_id");

    private static ImmutableSortedDictionary<string, string> ReadFields(JsonElement values)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var block in values.EnumerateObject())
        foreach (var action in block.Value.EnumerateObject())
            fields[block.Name] = action.Value.TryGetProperty("value", out var value) ? value.GetString() ?? "" : "";
        return fields.ToImmutable();
    }

    private static string Needed(JsonElement json, string name) =>
        json.GetProperty(name).GetString() is { Length: > 0 and <= 4000 } text ? text : throw new FormatException($"'{name}' is empty or too long");

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;

    private static Dictionary<string, string>? Form(byte[] body)
    {
        if (RequestBody.Utf8(body) is not { } text) return null;
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in QueryHelpers.ParseQuery(text))
            if (values.Count != 1 || !form.TryAdd(name, values[0] ?? "")) return null;
        return form;
    }
}
