using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>Requests as Slack makes them, to be changed into what somebody forged, and sent with whatever signature.</summary>
internal sealed class ForgedRequests(SlackHead head)
{
    private static int made;

    /// <summary>A number that no request before had.</summary>
    public static int Next() => Interlocked.Increment(ref made);

    /// <summary>A click on Approve by someone who may.</summary>
    public byte[] Click(Action<JsonObject>? change = null)
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = head.Lead, ["username"] = "lena", ["team_id"] = head.Slack.Workspace.Team },
            ["api_app_id"] = head.Slack.Workspace.App,
            ["trigger_id"] = "1.2.3",
            ["team"] = new JsonObject { ["id"] = head.Slack.Workspace.Team },
            ["channel"] = new JsonObject { ["id"] = head.Channel },
            ["response_url"] = new Uri(head.Slack.Address, $"/reply/{head.Channel}/U0BOT").AbsoluteUri,
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = "decide-0", ["value"] = head.Approve, ["action_ts"] = FormattableString.Invariant($"1700000000.{Next():000000}") }),
        };
        change?.Invoke(payload);
        return Bytes("payload=" + Uri.EscapeDataString(payload.ToJsonString()));
    }

    /// <summary>A modal with a reason, submitted.</summary>
    public byte[] Form(string metadata, Action<JsonObject> change)
    {
        var payload = new JsonObject
        {
            ["type"] = "view_submission",
            ["user"] = new JsonObject { ["id"] = head.Lead, ["team_id"] = head.Slack.Workspace.Team },
            ["api_app_id"] = head.Slack.Workspace.App,
            ["team"] = new JsonObject { ["id"] = head.Slack.Workspace.Team },
            ["view"] = new JsonObject
            {
                ["id"] = FormattableString.Invariant($"V{Next()}"), ["private_metadata"] = metadata,
                ["state"] = new JsonObject { ["values"] = new JsonObject { ["reason"] = new JsonObject { ["reason"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "because" } } } },
            },
        };
        change(payload);
        return Bytes("payload=" + Uri.EscapeDataString(payload.ToJsonString()));
    }

    /// <summary><c>/rollout status</c> of a passer-by.</summary>
    public byte[] Typed(Action<Dictionary<string, string>> change)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["command"] = "/rollout", ["text"] = "status", ["team_id"] = head.Slack.Workspace.Team, ["api_app_id"] = head.Slack.Workspace.App, ["channel_id"] = head.Channel, ["user_id"] = head.PasserBy,
            ["trigger_id"] = FormattableString.Invariant($"typed-{Next()}"), ["response_url"] = new Uri(head.Slack.Address, "/reply/C0TYPED/x").AbsoluteUri,
        };
        change(fields);
        return Bytes(string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
    }

    /// <summary>Signed now with the secret of the app, unless something else is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(byte[] body, string? stamp = null, string? secret = null, string route = "interactions")
    {
        stamp ??= Now();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/slack/" + route) { Content = Posted(body) };
        request.Headers.Add(SlackSignature.TimestampHeader, stamp);
        request.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign(secret ?? head.Slack.Workspace.SigningSecret, stamp, body));
        return await head.Client.SendAsync(request);
    }

    /// <summary>The answer once there is one: Slack waits three seconds, so a host that takes longer says meanwhile that it is at it.</summary>
    public static async Task<string> DecidedAsync(Func<Task<HttpResponseMessage>> send, string meanwhile)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (true)
        {
            using var answer = await send();
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
            var told = ExactAnswers.Same(await answer.Content.ReadAsStringAsync(late.Token));
            if (told != meanwhile) return told;
            await Task.Delay(500, late.Token);
        }
    }

    public static ByteArrayContent Posted(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Now() => At(0);

    public static string At(int seconds) => FormattableString.Invariant($"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds}");
}
