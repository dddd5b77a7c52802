using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using Rollouts.Engine;
using Rollouts.SlackPreview;

namespace Rollouts.Contracts;

/// <summary>Requests that must not count, each with its exact answer: what is not Slack's is refused, what is Slack's is answered in private. Every head gives the same.</summary>
public abstract class HostileRequestsContract(SlackHead head)
{
    private const string Unsigned = "the request is not signed";
    private const string Unfit = "the signature does not fit";
    private const string Unread = "this is no interaction of Slack";
    private const string NotOurs = "this button is not one of ours";

    private readonly ForgedRequests forged = new(head);

    private DecisionSeal Seal => new SlackSettings { SigningSecrets = ["the-secret-before", head.Slack.Workspace.SigningSecret] }.Seal();

    [Fact]
    public async Task What_is_not_from_Slack_is_refused()
    {
        var body = forged.Click();
        var now = ForgedRequests.Now();
        var secret = head.Slack.Workspace.SigningSecret;
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
            ("six minutes old", ForgedRequests.At(-360), SlackSignature.Sign(secret, ForgedRequests.At(-360), body), body, "the timestamp is too far from now"),
            ("six minutes ahead", ForgedRequests.At(360), SlackSignature.Sign(secret, ForgedRequests.At(360), body), body, "the timestamp is too far from now"),
            ("another time than signed", ForgedRequests.At(-1), good, body, Unfit),
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
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/slack/" + route) { Content = ForgedRequests.Posted(sent) };
            if (stamp is not null) request.Headers.TryAddWithoutValidation(SlackSignature.TimestampHeader, stamp);
            if (signature is not null) request.Headers.TryAddWithoutValidation(SlackSignature.SignatureHeader, signature);
            using var answer = await head.Client.SendAsync(request);
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
        var (body, now) = (forged.Click(payload => payload["user"]!["id"] = head.PasserBy), ForgedRequests.Now());
        using var first = await forged.SendAsync(body, now);
        using var second = await forged.SendAsync(body, now);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Contains("the request was sent before", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_of_before_still_counts_while_it_is_replaced()
    {
        using var answer = await forged.SendAsync(forged.Click(payload => payload["user"]!["id"] = head.PasserBy), secret: "the-secret-before");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused()
    {
        var deep = new string('[', 5000) + new string(']', 5000);
        (string Name, byte[] Body)[] table =
        [
            ("nothing", []),
            ("no payload", ForgedRequests.Bytes("other=1")),
            ("no JSON", ForgedRequests.Bytes("payload=hello")),
            ("an empty object", ForgedRequests.Bytes("payload={}")),
            ("a list", ForgedRequests.Bytes("payload=[]")),
            ("null", ForgedRequests.Bytes("payload=null")),
            ("two payloads", ForgedRequests.Bytes("payload={}&payload={}")),
            ("no UTF-8", [0x70, 0xff, 0xfe]),
            ("depth", ForgedRequests.Bytes("payload=" + deep)),
            ("no type", forged.Click(payload => payload.Remove("type"))),
            ("no user", forged.Click(payload => payload.Remove("user"))),
            ("a user without an id", forged.Click(payload => payload["user"] = new JsonObject())),
            ("no team", forged.Click(payload => { payload.Remove("team"); ((JsonObject)payload["user"]!).Remove("team_id"); })),
            ("no app", forged.Click(payload => payload.Remove("api_app_id"))),
            ("no actions", forged.Click(payload => payload["actions"] = new JsonArray())),
            ("actions that are a text", forged.Click(payload => payload["actions"] = "all")),
            ("an action without a time", forged.Click(payload => ((JsonObject)payload["actions"]![0]!).Remove("action_ts"))),
            ("a user id of 5,000 letters", forged.Click(payload => payload["user"]!["id"] = new string('U', 5000))),
            ("a modal without a view", forged.Click(payload => payload["type"] = "view_submission")),
        ];
        foreach (var (name, body) in table)
        {
            using var answer = await forged.SendAsync(body);
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, answer.StatusCode));
            Assert.Equal((name, Unread), (name, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!));
        }

        using var huge = await forged.SendAsync(new byte[2 * 1024 * 1024]);
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
            ("a value made up", payload => Value(payload, "approve=true"), NotOurs),
            ("an empty value", payload => Value(payload, ""), NotOurs),
            ("a value changed by one letter", payload => Value(payload, head.Approve[..^1] + (head.Approve[^1] == 'A' ? 'B' : 'A')), NotOurs),
            ("a value cut short", payload => Value(payload, head.Approve[..10]), NotOurs),
            ("a value sealed by a stranger", payload => Value(payload, new DecisionSeal([new byte[32]]).Seal(new(DecisionKind.Approve, "small", "P1#1/1"), head.Channel)), NotOurs),
            ("a value of 4,000 letters", payload => Value(payload, new string('A', 4000)), NotOurs),
            ("a value for another launch, with the seal of this one", payload => Value(payload, Changed(head.Approve)), NotOurs),
            ("a button of an attempt before", payload => Value(payload, Seal.Seal(new(DecisionKind.Approve, head.Rollout, "P1#0/1"), head.Channel)), "the request P1#0/1 is not open: it was decided, or what it rested on has changed"),
            ("a button of a launch that is not there", payload => Value(payload, Seal.Seal(new(DecisionKind.Approve, "other", "P1#1/1"), head.Channel)), "there is no such launch here"),
            ("an organisation's installation in another workspace", payload => (payload["team"], payload["user"]!["team_id"]) = (null, "T0OTHER"), "this app serves another workspace"),
            ("a button carried to another channel", payload => payload["channel"]!["id"] = "C0INCIDENTS", "this button was made for another channel"),
            ("a passer-by", payload => payload["user"]!["id"] = head.PasserBy, "has none of the roles that are asked"),
            ("someone with a member's name", payload => (payload["user"]!["id"], payload["user"]!["username"]) = (head.PasserBy, head.Lead), "has none of the roles that are asked"),
        ];
        foreach (var (name, change, explanation) in table)
        {
            var place = FormattableString.Invariant($"C0REPLY{ForgedRequests.Next()}");
            using var answer = await forged.SendAsync(forged.Click(payload =>
            {
                payload["response_url"] = new Uri(head.Slack.Address, $"/reply/{place}/someone").AbsoluteUri;
                change(payload);
            }));
            Assert.Equal((name, HttpStatusCode.OK, ""), (name, answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            var told = await MessageAsync(place);
            Assert.True(told.Text.Contains(" does not count*: ", StringComparison.Ordinal) && told.Text.Contains(explanation, StringComparison.Ordinal), $"{name}: {told.Text}");
        }

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_click_that_Slack_sends_twice_is_counted_once()
    {
        var at = FormattableString.Invariant($"1600000000.{ForgedRequests.Next():000000}");
        foreach (var (place, explanation) in new[] { ("C0TWICE1", "has none of the roles that are asked"), ("C0TWICE2", "this very click was counted before") })
        {
            using var answer = await forged.SendAsync(forged.Click(payload =>
            {
                payload["response_url"] = new Uri(head.Slack.Address, $"/reply/{place}/someone").AbsoluteUri;
                (payload["user"]!["id"], payload["actions"]![0]!["action_ts"], payload["trigger_id"]) = (head.PasserBy, at, place);
            }));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(explanation, (await MessageAsync(place)).Text, StringComparison.Ordinal);
        }

        Assert.Single((await head.JournalAsync()), entry => entry.Input.Id.EndsWith(at, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_may_not_count_says_so_itself()
    {
        string Sealed(string rollout, string user) => Seal.Seal(new(DecisionKind.Reject, rollout, "P1#0/1"), user);
        (string Name, string Metadata, Action<JsonObject> Change, string Answer)[] table =
        [
            ("a form of nobody's", "made up", _ => { }, "this form is not one of ours"),
            ("opened for somebody else", Sealed(head.Rollout, head.Other), _ => { }, "this form was opened for somebody else"),
            ("of a launch that is not there", Sealed("other", head.Lead), _ => { }, "there is no such launch here"),
            ("of a request that is over", Sealed(head.Rollout, head.Lead), _ => { }, "is not open: it was decided"),
            ("another workspace", Sealed(head.Rollout, head.Lead), payload => payload["team"]!["id"] = "T0OTHER", "this app serves another workspace"),
            ("another app", Sealed(head.Rollout, head.Lead), payload => payload["api_app_id"] = "A0OTHER", "this message belongs to another app"),
            ("for another launch, with the seal of this one", Changed(Sealed(head.Rollout, head.Lead)), _ => { }, "this form is not one of ours"),
            ("a button's id in a form", head.Approve, _ => { }, "this form was opened for somebody else"),
            ("a deactivated user", Sealed(head.Rollout, "U0GONE"), payload => payload["user"]!["id"] = "U0GONE", "the account is deactivated"),
            ("a bot", Sealed(head.Rollout, "U0BOT"), payload => payload["user"]!["id"] = "U0BOT", "bots decide nothing"),
        ];
        foreach (var (name, metadata, change, explanation) in table)
        {
            using var answer = await forged.SendAsync(forged.Form(metadata, change));
            Assert.Equal((name, HttpStatusCode.OK), (name, answer.StatusCode));
            var told = await answer.Content.ReadAsStringAsync();
            Assert.True(told.Contains("\"response_action\":\"update\"", StringComparison.Ordinal) && told.Contains(explanation, StringComparison.Ordinal), $"{name}: {told}");
        }

        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("", "This is needed.")]
    [InlineData(" \t\n ", "This is needed.")]
    [InlineData("huge", "This is too long.")]
    public async Task A_form_whose_reason_is_missing_or_too_long_stays_open_and_says_so(string reason, string said)
    {
        var sealed1 = Seal.Seal(new(DecisionKind.Reject, head.Rollout, "P1#0/1"), head.Lead);
        using var answer = await forged.SendAsync(forged.Form(sealed1, payload => payload["view"]!["state"]!["values"]!["reason"]!["reason"]!["value"] = reason == "huge" ? new string('x', 50_000) : reason));
        Assert.Equal((HttpStatusCode.OK, $$$"""{"response_action":"errors","errors":{"reason":"{{{said}}}"}}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_command_that_may_not_count_is_explained_in_private()
    {
        (string Name, string Field, string Value, string Answer)[] table =
        [
            ("another app", "api_app_id", "A0OTHER", "this message belongs to another app"),
            ("another workspace", "team_id", "T0OTHER", "this app serves another workspace"),
            ("a bot", "user_id", "U0BOT", "bots decide nothing"),
            ("a deactivated user", "user_id", "U0GONE", "the account is deactivated"),
            ("a name instead of an id", "user_id", "lena", "only people decide"),
            ("going on that nobody stopped", "text", "resume", " does not count*: "),
            ("a finding that calls everybody", "text", "triage <!channel> <https://evil.example|Approve>", " does not count*: "),
            ("a finding of 40,000 letters", "text", "triage " + new string('x', 40_000), " does not count*: "),
        ];
        foreach (var (name, field, value, explanation) in table)
        {
            using var answer = await forged.SendAsync(forged.Typed(fields => fields[field] = value), route: "commands");
            Assert.Equal((name, HttpStatusCode.OK), (name, answer.StatusCode));
            var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal((name, "ephemeral", false), (name, (string)told["response_type"]!, (bool)told["replace_original"]!));
            Assert.True(((string)told["text"]!).Contains(explanation, StringComparison.Ordinal), $"{name}: {told["text"]}");
            foreach (var call in (string[])["<!channel>", "<https://evil"]) Assert.DoesNotContain(call, told.ToJsonString().Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("api_app_id")]
    [InlineData("team_id")]
    [InlineData("user_id")]
    [InlineData("channel_id")]
    [InlineData("trigger_id")]
    public async Task A_command_that_lacks_what_Slack_always_sends_is_refused(string field)
    {
        using var answer = await forged.SendAsync(forged.Typed(fields => fields.Remove(field)), route: "commands");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("this is no command of Slack", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!);
    }

    [Fact]
    public async Task A_private_answer_is_sent_to_no_strange_host()
    {
        await using var strange = await PreviewServer.StartAsync(new(TimeProvider.System) { Channels = { ["C0STRANGE"] = "strange" } }, TimeProvider.System);
        using var answer = await forged.SendAsync(forged.Click(payload => (payload["user"]!["id"], payload["response_url"]) = ("B0BOT", new Uri(strange.Address, "/reply/C0STRANGE/x").AbsoluteUri)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Task.Delay(500);
        Assert.Empty(strange.Workspace.Messages);
    }

    private async Task NothingHappenedAsync() =>
        Assert.DoesNotContain((await head.JournalAsync()).SelectMany(entry => entry.Events), happened => happened is RolloutEvent.ApprovalGiven or RolloutEvent.ApprovalRejected or RolloutEvent.HoldPlaced);

    /// <summary>What someone was told at a place of replies.</summary>
    private async Task<PreviewMessage> MessageAsync(string place)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (head.Slack.Workspace.Messages.FirstOrDefault(message => message.Channel == place) is { } told) return told;
            await Task.Delay(50, late.Token);
        }
    }

    private static void Value(JsonObject payload, string value) => payload["actions"]![0]!["value"] = value;

    /// <summary>The id of a decision, its content changed and its seal kept.</summary>
    private string Changed(string id)
    {
        var bytes = Base64Url.DecodeFromChars(id);
        bytes.AsSpan().Replace((byte)head.Rollout[0], (byte)'z');
        return Base64Url.EncodeToString(bytes);
    }
}
