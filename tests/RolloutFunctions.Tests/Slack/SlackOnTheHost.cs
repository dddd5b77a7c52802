using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Outer.Servers;
using Rollouts;
using Rollouts.SlackPreview;

namespace RolloutFunctions.Tests;

/// <summary>People decide in Slack about launches on the real host.</summary>
public sealed class SlackOnTheHost : IAsyncLifetime
{
    internal const string Plan = """
        plan: small
        title: Small launch
        label: LABEL
        channel: "#launch"
        roles:
          lead: { members: [ada] }
          product: { group: product }
        flags:
          small: { dial: exposure, unit: user }
        ramp: { at-most: 10x }
        phases:
          - phase: P1
            title: One in ten
            lasts: 1s..
            exposure: { percent: 10 }
            enter: [{ item: Ready, owner: lead }]
            gate: [{ item: Looked at, owner: lead }]
            approve: { all: [lead, product] }
          - phase: P2
            title: Everybody
            lasts: 1d..
            exposure: { percent: 100 }
        way-back:
          - { notify: "#incidents", say: "Taking {launch} back to {target}: {cause}" }
          - restore: exposure of target
        """;

    private readonly string rollout = "slack-" + Guid.NewGuid().ToString("N")[..8];
    private SlackTeam slack = null!;
    private Running app = null!;

    public async Task InitializeAsync()
    {
        slack = await SlackTeam.StartAsync();
        app = await TheApp.StartAsync(Azurite.StartAsync, slack.Settings);
        slack.Serve(app);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task A_launch_is_marked_approved_and_taken_back_by_people_who_click_and_nobody_else()
    {
        var prompt = await AskedAsync();

        await Nothing_counts_that_Slack_did_not_sign();
        await ClickAsync(prompt, "Approve", "U0PAUL");
        await ToldAsync("U0PAUL", "has none of the roles that are asked");
        await ClickAsync(prompt, "Approve", SlackTeam.Ada);
        await ClickAsync(prompt, "Approve", SlackTeam.Ada);
        await ToldAsync(SlackTeam.Ada, "has approved this already");
        await MessageAsync(message => message.Timestamp == prompt.Timestamp && message.Edited && message.Blocks.ToJsonString().Contains($"lead: \\u003C@{SlackTeam.Ada}\\u003E", StringComparison.Ordinal));
        await ClickAsync(prompt, "Approve", SlackTeam.Grace);
        await MessageAsync(message => message.Timestamp == prompt.Timestamp && SlackTeam.Headline(message) == "Approved: P1 One in ten");
        await app.UntilAsync("everybody is let in", async () => (await ViewAsync()).GetProperty("percent").GetDouble() == 100);

        await RolledBackAsync();

        var events = await EventsAsync();
        Assert.Equal(2, events.OfType<RolloutEvent.ApprovalGiven>().Count());
        Assert.Single(events.OfType<RolloutEvent.WayBackBegun>());
        Assert.Equal("ada rolled back: uploads are lost", events.OfType<RolloutEvent.WayBackBegun>().Single().Cause);
        await Late_clicks_change_nothing(prompt);
        await No_secret_is_told();
        await Nothing_was_posted_twice();
    }

    private async Task RolledBackAsync()
    {
        using (var typed = await slack.People.TypeAsync(SlackTeam.Channel, $"rollback {rollout}", SlackTeam.Ada)) Assert.Equal(HttpStatusCode.OK, typed.StatusCode);
        var form = await ViewAsync(SlackTeam.Ada);
        Assert.Contains("Takes the launch back, at once", form.View.ToJsonString(), StringComparison.Ordinal);
        using var sent = await slack.People.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "uploads are lost" });
        Assert.Contains("Rolling back", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.UntilAsync("it is taken back", async () => (await ViewAsync()).GetProperty("percent").GetDouble() == 10);
        await MessageAsync(message => SlackTeam.Headline(message) == "Rolled back to P1" && !message.Blocks.ToJsonString().Contains("hourglass", StringComparison.Ordinal));
        await MessageAsync(message => message.Channel == SlackTeam.Incidents && message.Text.Contains("uploads are lost", StringComparison.Ordinal));
    }

    /// <summary>The prompt of a launch whose items were marked in their modals.</summary>
    private async Task<PreviewMessage> AskedAsync()
    {
        var started = await app.PostAsync("api/rollouts", new { rollout, planText = Plan.Replace("LABEL", rollout, StringComparison.Ordinal) });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await MarkAsync("Ready…");
        await MarkAsync("Looked at…");
        var prompt = await MessageAsync(message => SlackTeam.Headline(message).StartsWith("Approve P1 One in ten", StringComparison.Ordinal));
        // The group of product is read when the launch has begun.
        await app.UntilAsync("the group is read", async () => await app.Table.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("slack", "memberships") is { HasValue: true });
        return prompt;
    }

    private async Task MarkAsync(string label)
    {
        var checklist = await MessageAsync(message => Has(message, label));
        await ClickAsync(checklist, label, SlackTeam.Ada);
        using var sent = await slack.People.SubmitAsync(await ViewAsync(SlackTeam.Ada), new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "done" });
        Assert.Equal((HttpStatusCode.OK, ""), (sent.StatusCode, await sent.Content.ReadAsStringAsync()));
    }

    private async Task Nothing_counts_that_Slack_did_not_sign()
    {
        using var stranger = app.Host.WithoutKey();
        foreach (var route in (string[])["api/slack/interactions", "api/slack/commands"])
        {
            using var body = new StringContent("payload=%7B%7D", Encoding.UTF8, "application/x-www-form-urlencoded");
            body.Headers.Add("X-Slack-Request-Timestamp", $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}");
            body.Headers.Add("X-Slack-Signature", "v0=" + new string('0', 64));
            using var answer = await stranger.PostAsync(route, body);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("the signature does not fit", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        }
    }

    private async Task Late_clicks_change_nothing(PreviewMessage prompt)
    {
        var before = (await EventsAsync()).OfType<RolloutEvent.ApprovalGiven>().Count();
        await ClickAsync(prompt, "Approve", SlackTeam.Ada);
        await ToldAsync(SlackTeam.Ada, "is not open: it was decided, or what it rested on has changed");
        Assert.Equal(before, (await EventsAsync()).OfType<RolloutEvent.ApprovalGiven>().Count());
    }

    private async Task No_secret_is_told()
    {
        var journal = (await app.Store.ReadAsync(rollout, 0, default))!;
        var written = string.Join('\n', app.Host.Output) + JsonSerializer.Serialize(journal.Entries, Rollouts.EntryChain.Json);
        foreach (var secret in (string[])[slack.Workspace.SigningSecret, "the-secret-before", SlackTeam.Token]) Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        Assert.Contains("\"slack\"", await app.Http.GetStringAsync("api/health"), StringComparison.Ordinal);
    }

    private async Task Nothing_was_posted_twice()
    {
        var left = "";
        for (var tries = 0; tries == 0 || (left.Length > 0 && tries < 300); tries++)
        {
            await Task.Delay(tries == 0 ? 0 : 500);
            var events = await EventsAsync();
            var done = events.OfType<RolloutEvent.EffectDone>().Select(each => each.Effect).ToHashSet(StringComparer.Ordinal);
            left = string.Join('\n', events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Where(post => !done.Contains(post.Id)));
        }

        Assert.True(left.Length == 0, $"not posted: {left}\n{string.Join(" | ", slack.Workspace.Messages.Select(SlackTeam.Headline))}\n{app.Host.LastWords()}");
        var markers = slack.Workspace.Messages.Where(message => message.OnlyFor is null).Select(message => (string?)message.Metadata?["event_payload"]?["effect"]).ToList();
        Assert.Equal(markers.Distinct(StringComparer.Ordinal), markers);
    }

    private async Task ClickAsync(PreviewMessage message, string label, string user)
    {
        using var answer = await slack.People.ClickAsync(message, label, user);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private async Task ToldAsync(string user, string saying) => await MessageAsync(message => message.OnlyFor == user && message.Text.Contains(saying, StringComparison.Ordinal));

    private async Task<PreviewMessage> MessageAsync(Func<PreviewMessage, bool> which)
    {
        PreviewMessage? found = null;
        await app.UntilAsync($"a message among {string.Join(" | ", slack.Workspace.Messages.Select(SlackTeam.Headline))}", () => Task.FromResult((found = slack.Workspace.Messages.FirstOrDefault(which)) is not null));
        return found!;
    }

    private async Task<PreviewView> ViewAsync(string user)
    {
        PreviewView? found = null;
        await app.UntilAsync("a modal opens", () => Task.FromResult((found = slack.Workspace.Views.FirstOrDefault(view => view.User == user && view.View["submit"] is not null)) is not null));
        return found!;
    }

    private static bool Has(PreviewMessage message, string label) => message.Blocks.ToJsonString().Contains($"\"text\":\"{JsonEncodedText.Encode(label)}\"", StringComparison.Ordinal);

    private async Task<JsonElement> ViewAsync() => await app.Http.GetFromJsonAsync<JsonElement>($"api/rollouts/{rollout}");

    private async Task<List<RolloutEvent>> EventsAsync() => [.. (await app.Store.ReadAsync(rollout, 0, default))!.Entries.SelectMany(entry => entry.Events)];
}
