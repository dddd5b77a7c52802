using System.Net;
using Rollouts.SlackPreview;

namespace Rollouts.Local.Tests.Slack;

/// <summary>People decide by clicking: it counts once, from those who may, and the message shows it.</summary>
public sealed class DecidingInSlack : IAsyncLifetime
{
    private SlackHouse house = null!;

    public async Task InitializeAsync() => house = await SlackHouse.StartAsync();

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Two_people_approve_and_the_one_message_says_who_and_when()
    {
        var prompt = await house.AskedAsync();
        Assert.Contains("10 % → 100 % of all users", prompt.Blocks.ToJsonString().Replace("\\u2192", "→", StringComparison.Ordinal), StringComparison.Ordinal);
        await ClickAsync(prompt, "Approve", SlackHouse.Lead);
        await house.MessageAsync(prompt, message => message.Edited && message.Blocks.ToJsonString().Contains($"lead: \\u003C@{SlackHouse.Lead}\\u003E", StringComparison.Ordinal));
        await SlackHouse.UntilAsync(async () =>
        {
            // The group's members are read by a timer: until then Slack's answer is that the person may not.
            await ClickAsync(prompt, "Approve", SlackHouse.Product);
            await Task.Delay(300);
            return (await house.StateAsync()).Main.Phase == 1;
        });
        var decided = await house.MessageAsync(prompt, message => SlackHouse.Headline(message) == "Approved: P1 One in ten");
        Assert.DoesNotContain(decided.Blocks, block => (string?)block!["type"] == "actions");
        Assert.Single(house.Slack.Workspace.Messages, message => SlackHouse.Headline(message).Contains("Approved: P1 One in ten", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_not_is_told_so_alone_and_nothing_changes()
    {
        var prompt = await house.AskedAsync();
        await ClickAsync(prompt, "Approve", SlackHouse.PasserBy);
        await house.PrivateAsync(SlackHouse.PasserBy, "has none of the roles that are asked: lead, product");
        Assert.Empty(SlackHouse.Open(await house.StateAsync())!.Given);
    }

    [Fact]
    public async Task A_second_click_counts_once_and_is_told_so()
    {
        var prompt = await house.AskedAsync();
        await ClickAsync(prompt, "Approve", SlackHouse.Lead);
        await ClickAsync(prompt, "Approve", SlackHouse.Lead);
        await house.PrivateAsync(SlackHouse.Lead, "has approved this already");
        Assert.Single((await house.JournalAsync()).SelectMany(entry => entry.Events), happened => happened is RolloutEvent.ApprovalGiven);
    }

    [Fact]
    public async Task A_rejection_asks_for_the_reason_and_holds_the_launch()
    {
        var prompt = await house.AskedAsync();
        await ClickAsync(prompt, "Reject…", SlackHouse.Lead);
        var form = await house.ViewAsync(SlackHouse.Lead);
        using var empty = await house.People.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = " " });
        Assert.Equal("""{"response_action":"errors","errors":{"reason":"This is needed."}}""", await empty.Content.ReadAsStringAsync());
        using var sent = await house.People.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "support needs a week" });
        Assert.Equal("", await sent.Content.ReadAsStringAsync());
        await house.UntilAsync("small", state => !state.Holds.IsEmpty);
        await house.MessageAsync(prompt, message => SlackHouse.Headline(message) == "Rejected: P1 One in ten" && message.Blocks.ToJsonString().Contains("support needs a week", StringComparison.Ordinal));
        await ClickAsync(prompt, "Approve", SlackHouse.Lead);
        await house.PrivateAsync(SlackHouse.Lead, "is not open: it was decided, or what it rested on has changed");
    }

    [Fact]
    public async Task A_way_back_says_before_what_it_will_do_ticks_off_what_it_did_and_ends_what_was_asked()
    {
        var prompt = await house.AskedAsync();
        using var typed = await house.People.TypeAsync(SlackHouse.Channel, "rollback small", SlackHouse.PasserBy);
        var form = await house.ViewAsync(SlackHouse.PasserBy);
        Assert.Contains("(10 %) to *nobody* (nobody). Then: 1. notify #incidents", form.View.ToJsonString(), StringComparison.Ordinal);
        using var sent = await house.People.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "uploads are lost" });
        Assert.Contains("Rolling back", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await house.UntilAsync("small", state => state.Permitted.Audience.Percent.Value == 0 && state.Returning.IsEmpty);
        var message = await house.MessageAsync(message => SlackHouse.Headline(message) == "Rolled back to nobody");
        Assert.DoesNotContain(":hourglass_flowing_sand:", message.Blocks.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(":white_check_mark: 2. restore exposure of target", message.Blocks.ToJsonString(), StringComparison.Ordinal);
        await house.MessageAsync(notice => notice.Channel == "C0INCIDENTS" && notice.Text.Contains("uploads are lost", StringComparison.Ordinal));
        var ended = await house.MessageAsync(prompt, now => SlackHouse.Headline(now) == "No longer asked: P1 One in ten");
        Assert.DoesNotContain(ended.Blocks, block => (string?)block!["type"] == "actions");
    }

    [Fact]
    public async Task An_item_is_marked_from_its_checklist_with_evidence()
    {
        await house.LaunchAsync();
        var checklist = await house.MessageAsync(message => SlackHouse.Headline(message) == "Checklist of entry to P1 One in ten");
        await ClickAsync(checklist, "Ready…", SlackHouse.Lead);
        using var sent = await house.People.SubmitAsync(await house.ViewAsync(SlackHouse.Lead), new Dictionary<string, string>(StringComparer.Ordinal) { ["evidence"] = "https://grafana.example/d/1", ["reason"] = "" });
        var state = await house.UntilAsync("small", state => state.Items.ContainsKey("ready"));
        Assert.Equal("https://grafana.example/d/1", state.Items["ready"].Evidence?.Reference);
        await house.MessageAsync(checklist, message => SlackHouse.Headline(message) == "Checklist of entry to P1 One in ten: done");
    }

    [Fact]
    public async Task The_command_answers_whoever_typed_it()
    {
        await house.AskedAsync();
        (string Text, string Saying)[] table =
        [
            ("", "/rollout status, why, board"), ("help", "/rollout status, why, board"), ("dance", "/rollout status, why, board"), ("status", "waits for"), ("status small", "waits for"),
            ("why small", "approval of P1"), ("board", "0 reviews"), ("triage", "What did you find?"), ("triage nothing", "does not count"), ("incident", "Say how severe it is"),
            ("resume small", "does not count"), ("incident small P1 uploads are lost", "accepted"), ("pause small the error budget is spent", "accepted"),
        ];
        foreach (var (text, saying) in table)
        {
            using var answer = await house.People.TypeAsync(SlackHouse.Channel, text, SlackHouse.Lead);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var said = (string?)System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"];
            Assert.Contains(saying, said, StringComparison.Ordinal);
        }

        Assert.False((await house.StateAsync()).Holds.IsEmpty);
    }

    [Fact]
    public async Task More_time_is_asked_for_with_a_reason_and_then_shown_and_not_offered_again()
    {
        var prompt = await house.AskedAsync();
        var deadline = SlackHouse.Open(await house.StateAsync())!.Deadline!.Value;
        await ClickAsync(prompt, "More time…", SlackHouse.Lead);
        using var sent = await house.People.SubmitAsync(await house.ViewAsync(SlackHouse.Lead), new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "the load test runs until tonight" });
        var state = await house.UntilAsync("small", state => SlackHouse.Open(state)?.Extended == 1);
        Assert.Equal(deadline.AddDays(1), SlackHouse.Open(state)!.Deadline);
        var message = await house.MessageAsync(prompt, message => message.Blocks.ToJsonString().Contains("the load test runs until tonight", StringComparison.Ordinal));
        Assert.DoesNotContain("More time…", message.Blocks.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_is_acknowledged_by_one_click_and_its_message_says_who_looks()
    {
        await house.LaunchAsync();
        await house.GiveAsync("small", (id, at) => new Input.Alert(id, at, Actor.Of("monitoring"), "alertmanager", "UploadsSlow", "e1", true, "warning", at, null));
        var alert = await house.MessageAsync(message => SlackHouse.Headline(message) == "Alert UploadsSlow: who looks?");
        await ClickAsync(alert, "Acknowledge", SlackHouse.PasserBy);
        await house.PrivateAsync(SlackHouse.PasserBy, "only lead may acknowledge alerts");
        await ClickAsync(alert, "Acknowledge", SlackHouse.Lead);
        var message = await house.MessageAsync(alert, message => SlackHouse.Headline(message) == "Alert UploadsSlow: somebody looks");
        Assert.DoesNotContain(message.Blocks, block => (string?)block!["type"] == "actions");
        Assert.All((await house.StateAsync()).Tasks.Values, task => Assert.Equal(SlackHouse.Lead, task.Done?.By));
    }

    [Fact]
    public async Task Who_is_away_names_a_delegate_whose_click_then_counts_for_them()
    {
        var prompt = await house.AskedAsync();
        foreach (var (text, saying) in new[] { ("delegate small", "Say who answers for you"), ("delegate small paul 5d", "Say who answers for you"), ($"delegate small <@{SlackHouse.PasserBy}|paul> 5d on a plane", "accepted") })
        {
            using var answer = await house.People.TypeAsync(SlackHouse.Channel, text, SlackHouse.Lead);
            Assert.Contains(saying, (string?)System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"], StringComparison.Ordinal);
        }

        await house.MessageAsync(prompt, message => message.Blocks.ToJsonString().Contains($"{SlackHouse.PasserBy}\\u003E for ", StringComparison.Ordinal));
        await ClickAsync(prompt, "Approve", SlackHouse.PasserBy);
        var state = await house.UntilAsync("small", state => SlackHouse.Open(state)?.Given.Count == 1);
        Assert.Equal((SlackHouse.PasserBy, SlackHouse.Lead), (SlackHouse.Open(state)!.Given["lead"].By, SlackHouse.Open(state)!.Given["lead"].For));
        using var end = await house.People.TypeAsync(SlackHouse.Channel, "delegate small end", SlackHouse.Lead);
        await house.UntilAsync("small", state => state.Delegations.IsEmpty);
    }

    [Fact]
    public async Task Why_answers_in_private()
    {
        var prompt = await house.AskedAsync();
        await ClickAsync(prompt, "Why", SlackHouse.PasserBy);
        await house.MessageAsync(message => message.OnlyFor == SlackHouse.PasserBy && SlackHouse.Headline(message) == "Why: Small launch");
    }

    [Fact]
    public async Task A_channel_is_a_page_that_shows_messages_and_runs_nothing_of_them()
    {
        await house.AskedAsync();
        await house.GiveAsync("small", (id, at) => new Input.Pause(id, at, Actor.Of(SlackHouse.Lead), "<script>alert(1)</script> <!channel> *x*"));
        await house.MessageAsync(message => SlackHouse.Headline(message).StartsWith("Paused", StringComparison.Ordinal));
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(new Uri(house.Slack.Address, $"/channels/{SlackHouse.Channel}?as={SlackHouse.Lead}"));
        Assert.Contains("Approve P1 One in ten → ", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("at-person>@channel", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_clicks_at_once_are_counted_once_for_each_launch()
    {
        var prompts = new List<PreviewMessage>();
        for (var i = 0; i < 5; i++) prompts.Add(await house.AskedAsync(FormattableString.Invariant($"launch-{i}")));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ClickAsync(prompts[i % 5], "Approve", SlackHouse.Lead)));
        for (var i = 0; i < 5; i++)
        {
            var rollout = FormattableString.Invariant($"launch-{i}");
            await SlackHouse.UntilAsync(async () => (await house.JournalAsync(rollout)).Count(entry => entry.Input is Input.Approve) == 10);
            Assert.Single((await house.JournalAsync(rollout)).SelectMany(entry => entry.Events), happened => happened is RolloutEvent.ApprovalGiven);
        }
    }

    private async Task ClickAsync(PreviewMessage prompt, string label, string user)
    {
        using var answer = await house.People.ClickAsync(prompt, label, user);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
