using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Rollouts.SlackPreview;

/// <summary>The methods of Slack that the launches call, with Slack's answers and errors.</summary>
internal sealed class WebMethods(Workspace workspace, TimeProvider time)
{
    private readonly RateLimits limits = new(time);

    /// <summary>The next calls of a method are answered with these errors; <c>hang</c> takes the call in and never answers, <c>lost</c> does it and answers with a server error.</summary>
    public Queue<(string Method, string Error)> Troubles { get; } = [];

    public async Task AnswerAsync(string method, HttpContext context)
    {
        var arguments = await ArgumentsAsync(context.Request);
        string? trouble = null;
        lock (Troubles)
            if (Troubles.TryPeek(out var next) && next.Method == method) trouble = Troubles.Dequeue().Error;
        if (context.Request.Headers.Authorization.ToString() != $"Bearer {workspace.Token}") await SayAsync(context, Error("invalid_auth"));
        else if (trouble is not null and not "lost") await SayAsync(context, Error(trouble));
        else if (limits.Wait(method, Text(arguments, "channel")) is { } wait)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await SayAsync(context, Error("ratelimited"));
        }
        else
        {
            var answer = Answer(method, arguments);
            if (trouble == "lost") context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else await SayAsync(context, answer);
        }
    }

    private JsonObject Answer(string method, JsonObject arguments) => method switch
    {
        "chat.postMessage" => Post(arguments),
        "chat.update" => Update(arguments),
        "conversations.history" => History(arguments, null),
        "conversations.replies" => History(arguments, Text(arguments, "ts")),
        "views.open" => arguments["view"] is not JsonObject view ? Error("invalid_arguments")
            : BlockRules.ViewFault(view) is { } wrong ? Error(wrong)
            : workspace.Open(Text(arguments, "trigger_id"), (JsonObject)view.DeepClone()) is { } late ? Error(late) : Ok(),
        "usergroups.users.list" => workspace.Groups.TryGetValue(Text(arguments, "usergroup"), out var members)
            ? new() { ["ok"] = true, ["users"] = new JsonArray([.. members.Select(member => JsonValue.Create(member))]) } : Error("no_such_subteam"),
        "users.info" => workspace.Users.TryGetValue(Text(arguments, "user"), out var user)
            ? new() { ["ok"] = true, ["user"] = new JsonObject { ["id"] = user.Id, ["team_id"] = workspace.Team, ["name"] = user.Name, ["is_bot"] = user.IsBot, ["deleted"] = user.IsDeleted } }
            : Error("user_not_found"),
        "auth.test" => new() { ["ok"] = true, ["team_id"] = workspace.Team, ["user_id"] = "U0PREVIEWBOT" },
        _ => Error("unknown_method"),
    };

    private JsonObject Post(JsonObject arguments)
    {
        var channel = Text(arguments, "channel");
        if (ChannelFault(channel) is { } gone) return Error(gone);
        var blocks = arguments["blocks"] as JsonArray ?? [];
        if (BlockRules.Fault(Text(arguments, "text"), blocks) is { } wrong) return Error(wrong);
        var thread = arguments["thread_ts"] is null ? null : Text(arguments, "thread_ts");
        var message = workspace.Post(channel, Text(arguments, "text"), (JsonArray)blocks.DeepClone(), thread, arguments["metadata"]?.DeepClone());
        return new() { ["ok"] = true, ["channel"] = channel, ["ts"] = message.Timestamp, ["message"] = Json(message) };
    }

    private JsonObject Update(JsonObject arguments)
    {
        var channel = Text(arguments, "channel");
        if (ChannelFault(channel) is { } gone) return Error(gone);
        var blocks = arguments["blocks"] as JsonArray ?? [];
        if (BlockRules.Fault(Text(arguments, "text"), blocks) is { } wrong) return Error(wrong);
        return workspace.Update(channel, Text(arguments, "ts"), Text(arguments, "text"), (JsonArray)blocks.DeepClone())
            ? new() { ["ok"] = true, ["channel"] = channel, ["ts"] = Text(arguments, "ts"), ["text"] = Text(arguments, "text") }
            : Error("message_not_found");
    }

    private JsonObject History(JsonObject arguments, string? thread)
    {
        var channel = Text(arguments, "channel");
        if (!workspace.Channels.ContainsKey(channel)) return Error("channel_not_found");
        var oldest = double.TryParse(Text(arguments, "oldest"), NumberStyles.Float, CultureInfo.InvariantCulture, out var since) ? since : 0;
        var found = workspace.Messages.Where(message => message.Channel == channel && message.OnlyFor is null
            && (thread is null ? message.Thread is null : message.Thread == thread || message.Timestamp == thread)
            && double.Parse(message.Timestamp, CultureInfo.InvariantCulture) >= oldest);
        var from = int.TryParse(Text(arguments, "cursor"), CultureInfo.InvariantCulture, out var cursor) ? cursor : 0;
        var most = int.TryParse(Text(arguments, "limit"), CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, 999) : 100;
        var all = found.Reverse().ToArray();
        var next = from + most < all.Length ? (from + most).ToString(CultureInfo.InvariantCulture) : "";
        return new()
        {
            ["ok"] = true, ["messages"] = new JsonArray([.. all.Skip(from).Take(most).Select(Json)]), ["has_more"] = next.Length > 0,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next },
        };
    }

    private string? ChannelFault(string channel) => !workspace.Channels.ContainsKey(channel) ? "channel_not_found" : workspace.Archived.Contains(channel) ? "is_archived" : null;

    private static JsonObject Json(PreviewMessage message) => new()
    {
        ["type"] = "message", ["ts"] = message.Timestamp, ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone(), ["metadata"] = message.Metadata?.DeepClone(),
    };

    private static JsonObject Ok() => new() { ["ok"] = true };

    private static JsonObject Error(string error) => new() { ["ok"] = false, ["error"] = error };

    private static string Text(JsonObject arguments, string name) => arguments[name] is JsonValue value ? value.ToString() : "";

    private static async Task<JsonObject> ArgumentsAsync(HttpRequest request)
    {
        if (request.HasJsonContentType()) return await JsonSerializer.DeserializeAsync<JsonObject>(request.Body) ?? [];
        var fields = request.HasFormContentType ? (await request.ReadFormAsync()).ToDictionary() : request.Query.ToDictionary();
        return new(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value.ToString()))));
    }

    private static Task SayAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
