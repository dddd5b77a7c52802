using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Rollouts.Engine;
using Rollouts.SlackPreview;

namespace Rollouts.Local.Tests.Slack;

/// <summary>Requests that must not count, each with its exact answer: what is not Slack's is refused, what is Slack's is answered in private.</summary>
public sealed class HostileRequests(HostileRequests.Asked asked) : IClassFixture<HostileRequests.Asked>
{
    private const string Unsigned = "the request is not signed";
    private const string Unfit = "the signature does not fit";
    private const string Unread = "this is no interaction of Slack";

    private static int clicks;

    private readonly SlackHouse house = asked.House;
    private readonly string approve = asked.Approve;

    /// <summary>A house whose launch asks for an approval, and who knows its people; no test changes it.</summary>
    public sealed class Asked : IAsyncLifetime
    {
        internal SlackHouse House { get; private set; } = null!;

        public string Approve { get; private set; } = "";

        public async Task InitializeAsync()
        {
            House = await SlackHouse.StartAsync();
            Approve = (string)Clicks.ButtonOf(await House.AskedAsync(), "Approve")["value"]!;
            // Nothing is known against a bot until the memberships have been read.
            await SlackHouse.UntilAsync(async () =>
            {
                using var answer = await new HostileRequests(this).SendAsync(new HostileRequests(this).Click(payload => payload["user"]!["id"] = "U0BOT"));
                await Task.Delay(500);
                return House.Slack.Workspace.Messages.Any(message => message.OnlyFor == "U0BOT" && message.Text.Contains("bots decide nothing", StringComparison.Ordinal));
            });
        }

        public async Task DisposeAsync() => await House.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_from_Slack_is_refused()
    {
        var body = Click();
        var now = Now();
        var secret = house.Slack.Workspace.SigningSecret;
        var good = SlackSignature.Sign(secret, now, body);
        (string Name, string? Stamp, string? Signature, byte[] Body, string Fault)[] table =
        [
            ("no headers", null, null, body, Unsigned),
            ("no timestamp", null, good, body, Unsigned),
            ("no signature", now, null, body, Unsigned),
            ("an empty signature", now, "", body, Unfit),
            ("an empty timestamp", "", good, body, "the timestamp is not a time"),
            ("a timestamp in words", "now", good, body, "the timestamp is not a time"),
            ("a negative timestamp", "-1", good, body, "the timestamp is not a time"),
            ("a timestamp with a fraction", now + ".5", good, body, "the timestamp is not a time"),
            ("a timestamp beyond all time", "999999999999999999", good, body, "the timestamp is not a time"),
            ("six minutes old", At(-360), SlackSignature.Sign(secret, At(-360), body), body, "the timestamp is too far from now"),
            ("six minutes ahead", At(360), SlackSignature.Sign(secret, At(360), body), body, "the timestamp is too far from now"),
            ("another time than signed", At(-1), good, body, Unfit),
            ("another body than signed", now, good, [.. body, (byte)'x'], Unfit),
            ("signed by a stranger", now, SlackSignature.Sign("another secret", now, body), body, Unfit),
            ("signed with nothing", now, SlackSignature.Sign("", now, body), body, Unfit),
            ("another version", now, "v1=" + good[3..], body, Unfit),
            ("upper case", now, "v0=" + good[3..].ToUpperInvariant(), body, Unfit),
            ("cut short", now, good[..20], body, Unfit),
            ("too long", now, good + "00", body, Unfit),
            ("not ASCII", now, "v0=" + new string('a', 63) + "!", body, Unfit),
        ];
        foreach (var (name, stamp, signature, sent, fault) in table)
        foreach (var route in new[] { "interactions", "commands" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/slack/" + route) { Content = Form(sent) };
            if (stamp is not null) request.Headers.TryAddWithoutValidation(SlackSignature.TimestampHeader, stamp);
            if (signature is not null) request.Headers.TryAddWithoutValidation(SlackSignature.SignatureHeader, signature);
            using var answer = await house.Client.SendAsync(request);
            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, answer.StatusCode));
            // An empty header is no header at all by the time it arrives.
            var detail = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!;
            if (stamp is not "" && signature is not "") Assert.Equal((name, fault), (name, detail));
        }

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_signed_request_sent_again_is_refused()
    {
        var (body, now) = (Click(payload => payload["user"]!["id"] = SlackHouse.PasserBy), Now());
        using var first = await SendAsync(body, now);
        using var second = await SendAsync(body, now);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Contains("the request was sent before", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_of_before_still_counts_while_it_is_replaced()
    {
        using var answer = await SendAsync(Click(payload => payload["user"]!["id"] = SlackHouse.PasserBy), secret: "the-secret-before");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused()
    {
        var deep = new string('[', 5000) + new string(']', 5000);
        (string Name, byte[] Body)[] table =
        [
            ("nothing", []),
            ("no payload", Bytes("other=1")),
            ("no JSON", Bytes("payload=hello")),
            ("an empty object", Bytes("payload={}")),
            ("a list", Bytes("payload=[]")),
            ("null", Bytes("payload=null")),
            ("two payloads", Bytes("payload={}&payload={}")),
            ("no UTF-8", [0x70, 0xff, 0xfe]),
            ("depth", Bytes("payload=" + deep)),
            ("no type", Click(payload => payload.Remove("type"))),
            ("no user", Click(payload => payload.Remove("user"))),
            ("a user without an id", Click(payload => payload["user"] = new JsonObject())),
            ("no team", Click(payload => { payload.Remove("team"); ((JsonObject)payload["user"]!).Remove("team_id"); })),
            ("no app", Click(payload => payload.Remove("api_app_id"))),
            ("no actions", Click(payload => payload["actions"] = new JsonArray())),
            ("actions that are a text", Click(payload => payload["actions"] = "all")),
            ("an action without a time", Click(payload => ((JsonObject)payload["actions"]![0]!).Remove("action_ts"))),
            ("a user id of 5,000 letters", Click(payload => payload["user"]!["id"] = new string('U', 5000))),
            ("a modal without a view", Click(payload => payload["type"] = "view_submission")),
        ];
        foreach (var (name, body) in table)
        {
            using var answer = await SendAsync(body);
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, answer.StatusCode));
            Assert.Equal((name, Unread), (name, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!));
        }

        using var huge = await SendAsync(new byte[2 * 1024 * 1024]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_click_that_may_not_count_is_explained_in_private()
    {
        (string Name, Action<JsonObject> Change, string Answer)[] table =
        [
            ("another app", payload => payload["api_app_id"] = "A0OTHER", "this message belongs to another app"),
            ("another workspace", payload => payload["team"]!["id"] = "T0OTHER", "this app serves another workspace"),
            ("a guest of another workspace", payload => payload["user"]!["team_id"] = "T0OTHER", "people of other workspaces decide nothing here"),
            ("a bot", payload => payload["user"]!["id"] = "U0BOT", "bots decide nothing"),
            ("a deactivated user", payload => payload["user"]!["id"] = "U0GONE", "the account is deactivated"),
            ("a bot's id", payload => payload["user"]!["id"] = "B0BOT", "only people decide"),
            ("the automation itself", payload => payload["user"]!["id"] = "system", "only people decide"),
            ("a name instead of an id", payload => payload["user"]!["id"] = "lena", "only people decide"),
            ("a value made up", payload => Value(payload, "approve=true"), "this button is not one of ours"),
            ("an empty value", payload => Value(payload, ""), "this button is not one of ours"),
            ("a value changed by one letter", payload => Value(payload, approve[..^1] + (approve[^1] == 'A' ? 'B' : 'A')), "this button is not one of ours"),
            ("a value cut short", payload => Value(payload, approve[..10]), "this button is not one of ours"),
            ("a value sealed by a stranger", payload => Value(payload, new DecisionSeal([new byte[32]]).Seal(new(DecisionKind.Approve, "small", "P1#1/1"), SlackHouse.Channel)), "this button is not one of ours"),
            ("a value of 4,000 letters", payload => Value(payload, new string('A', 4000)), "this button is not one of ours"),
            ("a button carried to another channel", payload => payload["channel"]!["id"] = "C0INCIDENTS", "this button was made for another channel"),
            ("a passer-by", payload => payload["user"]!["id"] = SlackHouse.PasserBy, "has none of the roles that are asked"),
            ("someone with a member's name", payload => (payload["user"]!["id"], payload["user"]!["username"]) = (SlackHouse.PasserBy, SlackHouse.Lead), "has none of the roles that are asked"),
        ];
        foreach (var (name, change, explanation) in table)
        {
            var place = FormattableString.Invariant($"C0REPLY{Interlocked.Increment(ref clicks)}");
            using var answer = await SendAsync(Click(payload =>
            {
                payload["response_url"] = new Uri(house.Slack.Address, $"/reply/{place}/someone").AbsoluteUri;
                change(payload);
            }));
            Assert.Equal((name, HttpStatusCode.OK, ""), (name, answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            var told = await house.MessageAsync(message => message.Channel == place);
            Assert.True(told.Text.Contains(explanation, StringComparison.Ordinal), $"{name}: {told.Text}");
        }

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_form_that_may_not_count_says_so_itself()
    {
        var seal = new SlackSettings { SigningSecrets = ["the-secret-before", house.Slack.Workspace.SigningSecret] }.Seal();
        string Sealed(string rollout, string user) => seal.Seal(new(DecisionKind.Reject, rollout, "P1#1/1"), user);
        (string Name, string Metadata, Action<JsonObject> Change, string Answer)[] table =
        [
            ("a form of nobody's", "made up", _ => { }, "this form is not one of ours"),
            ("opened for somebody else", Sealed("small", SlackHouse.Product), _ => { }, "this form was opened for somebody else"),
            ("of a launch that is not there", Sealed("other", SlackHouse.Lead), _ => { }, "there is no such launch here"),
            ("of a request that is over", Sealed("small", SlackHouse.Lead), _ => { }, "is not open: it was decided"),
            ("another workspace", Sealed("small", SlackHouse.Lead), payload => payload["team"]!["id"] = "T0OTHER", "this app serves another workspace"),
            ("another app", Sealed("small", SlackHouse.Lead), payload => payload["api_app_id"] = "A0OTHER", "this message belongs to another app"),
            ("a bot", Sealed("small", "U0BOT"), payload => payload["user"]!["id"] = "U0BOT", "bots decide nothing"),
        ];
        foreach (var (name, metadata, change, explanation) in table)
        {
            using var answer = await SendAsync(Form(metadata, change));
            Assert.Equal((name, HttpStatusCode.OK), (name, answer.StatusCode));
            var told = await answer.Content.ReadAsStringAsync();
            Assert.True(told.Contains("\"response_action\":\"update\"", StringComparison.Ordinal) && told.Contains(explanation, StringComparison.Ordinal), $"{name}: {told}");
        }

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_private_answer_is_sent_to_no_strange_host()
    {
        await using var strange = await PreviewServer.StartAsync(new(TimeProvider.System) { Channels = { ["C0STRANGE"] = "strange" } }, TimeProvider.System);
        using var answer = await SendAsync(Click(payload => (payload["user"]!["id"], payload["response_url"]) = ("B0BOT", new Uri(strange.Address, "/reply/C0STRANGE/x").AbsoluteUri)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Task.Delay(500);
        Assert.Empty(strange.Workspace.Messages);
    }

    private async Task NothingHappenedAsync()
    {
        var state = await house.StateAsync();
        Assert.Empty(SlackHouse.Open(state)!.Given);
        Assert.Empty(state.Holds);
    }

    private static void Value(JsonObject payload, string value) => payload["actions"]![0]!["value"] = value;

    private byte[] Click(Action<JsonObject>? change = null)
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = SlackHouse.Lead, ["username"] = "lena", ["team_id"] = "T0PREVIEW" },
            ["api_app_id"] = "A0PREVIEW",
            ["trigger_id"] = "1.2.3",
            ["team"] = new JsonObject { ["id"] = "T0PREVIEW" },
            ["channel"] = new JsonObject { ["id"] = SlackHouse.Channel },
            ["response_url"] = new Uri(house.Slack.Address, $"/reply/{SlackHouse.Channel}/U0BOT").AbsoluteUri,
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = "decide-0", ["value"] = approve, ["action_ts"] = FormattableString.Invariant($"1700000000.{Interlocked.Increment(ref clicks):000000}") }),
        };
        change?.Invoke(payload);
        return Bytes("payload=" + Uri.EscapeDataString(payload.ToJsonString()));
    }

    private static byte[] Form(string metadata, Action<JsonObject> change)
    {
        var payload = new JsonObject
        {
            ["type"] = "view_submission",
            ["user"] = new JsonObject { ["id"] = SlackHouse.Lead, ["team_id"] = "T0PREVIEW" },
            ["api_app_id"] = "A0PREVIEW",
            ["team"] = new JsonObject { ["id"] = "T0PREVIEW" },
            ["view"] = new JsonObject
            {
                ["id"] = FormattableString.Invariant($"V{Interlocked.Increment(ref clicks)}"), ["private_metadata"] = metadata,
                ["state"] = new JsonObject { ["values"] = new JsonObject { ["reason"] = new JsonObject { ["reason"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "because" } } } },
            },
        };
        change(payload);
        return Bytes("payload=" + Uri.EscapeDataString(payload.ToJsonString()));
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] body, string? stamp = null, string? secret = null)
    {
        stamp ??= Now();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/slack/interactions") { Content = Form(body) };
        request.Headers.Add(SlackSignature.TimestampHeader, stamp);
        request.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign(secret ?? house.Slack.Workspace.SigningSecret, stamp, body));
        return await house.Client.SendAsync(request);
    }

    private static ByteArrayContent Form(byte[] body) => new(body) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Now() => At(0);

    private static string At(int seconds) => FormattableString.Invariant($"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds}");
}
