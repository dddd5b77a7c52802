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
            // An empty header is one that is there, or none at all, by the time it arrives: that depends on the host.
            var arrived = (stamp, signature) is ("", _) or (_, "") && (await answer.Content.ReadAsStringAsync()).Contains(Unsigned, StringComparison.Ordinal) ? Unsigned : fault;
            await ExactAnswers.IsProblemAsync(name, HttpStatusCode.Unauthorized, arrived, answer);
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
        await ExactAnswers.IsProblemAsync("sent again", HttpStatusCode.Unauthorized, "the request was sent before", second);
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
            await ExactAnswers.IsProblemAsync(name, HttpStatusCode.BadRequest, Unread, answer);
        }

        using var huge = await forged.SendAsync(new byte[2 * 1024 * 1024]);
        await ExactAnswers.IsProblemAsync("two megabytes", HttpStatusCode.RequestEntityTooLarge, "at most 1048576 bytes are read", huge);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_click_that_may_not_count_is_explained_in_private()
    {
        var notAsked = ExactAnswers.Refusal($"Approve {Request}", $"{head.PasserBy} has none of the roles that are asked: lead, product", head.Rollout);
        (string Name, Action<JsonObject> Change, string Answer)[] table =
        [
            ("another app", payload => payload["api_app_id"] = "A0OTHER", Click("this message belongs to another app")),
            ("another workspace", payload => payload["team"]!["id"] = "T0OTHER", Click("this app serves another workspace")),
            ("a guest of another workspace", payload => payload["user"]!["team_id"] = "T0OTHER", Click("people of other workspaces decide nothing here")),
            ("a bot", payload => payload["user"]!["id"] = "U0BOT", Click("bots decide nothing")),
            ("a deactivated user", payload => payload["user"]!["id"] = "U0GONE", Click("the account is deactivated")),
            ("a bot's id", payload => payload["user"]!["id"] = "B0BOT", Click("only people decide")),
            ("the automation itself", payload => payload["user"]!["id"] = "system", Click("only people decide")),
            ("a name instead of an id", payload => payload["user"]!["id"] = "lena", Click("only people decide")),
            ("a value made up", payload => Value(payload, "approve=true"), Click(NotOurs)),
            ("an empty value", payload => Value(payload, ""), Click(NotOurs)),
            ("a value changed by one letter", payload => Value(payload, head.Approve[..^1] + (head.Approve[^1] == 'A' ? 'B' : 'A')), Click(NotOurs)),
            ("a value cut short", payload => Value(payload, head.Approve[..10]), Click(NotOurs)),
            ("a value sealed by a stranger", payload => Value(payload, new DecisionSeal([new byte[32]]).Seal(new(DecisionKind.Approve, "small", "P1#1/1"), head.Channel)), Click(NotOurs)),
            ("a value of 4,000 letters", payload => Value(payload, new string('A', 4000)), Click(NotOurs)),
            ("a value for another launch, with the seal of this one", payload => Value(payload, Changed(head.Approve)), Click(NotOurs)),
            ("a button of an attempt before", payload => Value(payload, Seal.Seal(new(DecisionKind.Approve, head.Rollout, "P1#0/1"), head.Channel)), ExactAnswers.Refusal("Approve P1#0/1", "the request P1#0/1 is not open: it was decided, or what it rested on has changed", head.Rollout)),
            ("a button of a launch that is not there", payload => Value(payload, Seal.Seal(new(DecisionKind.Approve, "other", "P1#1/1"), head.Channel)), ExactAnswers.Refusal("Approve P1#1/1", "there is no such launch here")),
            ("an organisation's installation in another workspace", payload => (payload["team"], payload["user"]!["team_id"]) = (null, "T0OTHER"), Click("this app serves another workspace")),
            ("a button carried to another channel", payload => payload["channel"]!["id"] = "C0INCIDENTS", Click("this button was made for another channel")),
            ("a passer-by", payload => payload["user"]!["id"] = head.PasserBy, notAsked),
            ("someone with a member's name", payload => (payload["user"]!["id"], payload["user"]!["username"]) = (head.PasserBy, head.Lead), notAsked),
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
            Assert.Equal($"{name}: {explanation}", $"{name}: {await head.ToldAsync(place)}");
        }

        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_click_that_Slack_sends_twice_is_counted_once()
    {
        var at = FormattableString.Invariant($"1600000000.{ForgedRequests.Next():000000}");
        var first = ExactAnswers.Refusal($"Approve {Request}", $"{head.PasserBy} has none of the roles that are asked: lead, product", head.Rollout);
        var second = ExactAnswers.Refusal($"Approve {Request}", "this very click was counted before");
        foreach (var (place, explanation) in new[] { ("C0TWICE1", first), ("C0TWICE2", second) })
        {
            using var answer = await forged.SendAsync(forged.Click(payload =>
            {
                payload["response_url"] = new Uri(head.Slack.Address, $"/reply/{place}/someone").AbsoluteUri;
                (payload["user"]!["id"], payload["actions"]![0]!["action_ts"], payload["trigger_id"]) = (head.PasserBy, at, place);
            }));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(explanation, await head.ToldAsync(place));
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
            ("of a request that is over", Sealed(head.Rollout, head.Lead), _ => { }, "the request P1#0/1 is not open: it was decided, or what it rested on has changed"),
            ("another workspace", Sealed(head.Rollout, head.Lead), payload => payload["team"]!["id"] = "T0OTHER", "this app serves another workspace"),
            ("another app", Sealed(head.Rollout, head.Lead), payload => payload["api_app_id"] = "A0OTHER", "this message belongs to another app"),
            ("for another launch, with the seal of this one", Changed(Sealed(head.Rollout, head.Lead)), _ => { }, "this form is not one of ours"),
            ("a button's id in a form", head.Approve, _ => { }, "this form was opened for somebody else"),
            ("a deactivated user", Sealed(head.Rollout, "U0GONE"), payload => payload["user"]!["id"] = "U0GONE", "the account is deactivated"),
            ("a bot", Sealed(head.Rollout, "U0BOT"), payload => payload["user"]!["id"] = "U0BOT", "bots decide nothing"),
        ];
        foreach (var (name, metadata, change, explanation) in table)
        {
            var told = await ForgedRequests.DecidedAsync(() => forged.SendAsync(forged.Form(metadata, change)), meanwhile: "");
            Assert.Equal($"{name}: {ExactAnswers.Form(explanation)}", $"{name}: {told}");
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
            ("another app", "api_app_id", "A0OTHER", Typed("this message belongs to another app")),
            ("another workspace", "team_id", "T0OTHER", Typed("this app serves another workspace")),
            ("a bot", "user_id", "U0BOT", Typed("bots decide nothing")),
            ("a deactivated user", "user_id", "U0GONE", Typed("the account is deactivated")),
            ("a name instead of an id", "user_id", "lena", Typed("only people decide")),
            ("going on that nobody stopped", "text", "resume", OfLaunch("Resume", $"{head.PasserBy} has no role in this plan")),
            ("a delegate of someone without a role", "text", $"delegate <@{head.Lead}|lena> 5d",
                OfLaunch("Delegate", $"{head.LeadsName} does not stand in for {head.PasserBy}: {head.PasserBy} has no role in this plan that somebody could stand in for")),
            ("a finding that calls everybody", "text", "triage <!channel> <https://evil.example|Approve>",
                OfLaunch("Triage", "the plan's decision matrix has no row '&lt;!channel&gt; &lt;https://evil.example|Approve&gt;'; it has none")),
            ("a finding of 40,000 letters", "text", "triage " + new string('x', 40_000), TooLong()),
        ];
        foreach (var (name, field, value, explanation) in table)
        {
            var asked = char.ToUpperInvariant(value[0]) + value.Split(' ')[0][1..];
            var told = await ForgedRequests.DecidedAsync(() => forged.SendAsync(forged.Typed(fields => fields[field] = value), route: "commands"), ExactAnswers.Stored($"{asked} {head.Rollout}"));
            Assert.Equal($"{name}: {explanation}", $"{name}: {told}");
        }

        var away = await ForgedRequests.DecidedAsync(
            () => forged.SendAsync(forged.Typed(fields => (fields["user_id"], fields["text"]) = (head.Lead, $"delegate <@{head.PasserBy}|paul> 60d")), route: "commands"), ExactAnswers.Stored($"Delegate {head.Rollout}"));
        Assert.Equal(OfLaunch("Delegate", $"{head.PasserBy} does not stand in for {head.LeadsName} as lead: say for how long, at most 30d"), away);
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
        await ExactAnswers.IsProblemAsync(field, HttpStatusCode.BadRequest, "this is no command of Slack", answer);
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

    /// <summary>What the prompt asks.</summary>
    private string Request => Seal.Open(head.Approve)!.Value.Decision.About;

    private static string Click(string reason) => ExactAnswers.Refusal("Your click", reason);

    private static string Typed(string reason) => ExactAnswers.Refusal("/rollout", reason);

    private string OfLaunch(string asked, string reason) => ExactAnswers.Refusal($"{asked} {head.Rollout}", reason, head.Rollout);

    /// <summary>Text from outside is cut at 3,000 letters, and so that it fits into a block.</summary>
    private string TooLong()
    {
        const string before = "the plan's decision matrix has no row '";
        string Cut(int letters) => before + new string('x', letters) + "…";
        return ExactAnswers.Refusal($"Triage {head.Rollout}", Cut(2959), Cut(2942), head.Rollout);
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
