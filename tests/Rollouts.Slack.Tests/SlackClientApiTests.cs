using System.Text.Json.Nodes;
using Rollouts.Engine;
using Rollouts.SlackPreview;

namespace Rollouts.Slack.Tests;

/// <summary>The library against a Slack that keeps to the documentation, and the plain client beside it: both do the same.</summary>
public sealed class SlackClientApiTests : IAsyncLifetime
{
    /// <summary>Stands still, so that limits do not depend on how fast the machine is.</summary>
    private static readonly TimeProvider Clock = new StandingClock();

    private readonly Workspace workspace = new(Clock) { Channels = { ["C0LAUNCH"] = "launch" }, Users = { ["U0BOT"] = new("U0BOT", "bot", IsBot: true) }, Groups = { ["S0TEAM"] = ["U1", "U2"] } };
    private PreviewServer server = null!;
    private HttpClient redirected = null!;
    private HttpClient direct = null!;

    public async Task InitializeAsync()
    {
        server = await PreviewServer.StartAsync(workspace, Clock);
        redirected = new(new SlackAddress(server.Api)) { Timeout = TimeSpan.FromSeconds(30) };
        direct = new() { Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task DisposeAsync()
    {
        redirected.Dispose();
        direct.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_is_posted_found_by_its_marker_and_updated(bool library)
    {
        var api = Api(library);
        var since = Clock.GetUtcNow() - TimeSpan.FromMinutes(1);
        Assert.Null(await api.FindAsync("C0LAUNCH", "small/1.1", null, since, default));
        var timestamp = await api.PostAsync(new("C0LAUNCH", Message("first"), "small/1.1", null), default);
        Assert.Equal(timestamp, await api.FindAsync("C0LAUNCH", "small/1.1", null, since, default));
        await api.UpdateAsync("C0LAUNCH", timestamp, Message("second"), default);
        var kept = Assert.Single(workspace.Messages);
        Assert.Equal(("second", true), (kept.Text, kept.Edited));
        Assert.True(JsonNode.DeepEquals(Message("second").Blocks, kept.Blocks));
        var reply = await api.PostAsync(new("C0LAUNCH", Message("beneath"), "small/2.1", timestamp), default);
        Assert.Equal(reply, await api.FindAsync("C0LAUNCH", "small/2.1", timestamp, since, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_is_found_behind_hundreds_of_others(bool library)
    {
        workspace.Post("C0LAUNCH", "ours", [], null, JsonNode.Parse("""{"event_type":"rollout_effect","event_payload":{"effect":"small/1.1"}}"""));
        for (var i = 0; i < 450; i++) workspace.Post("C0LAUNCH", "chatter", [], null, null);

        Assert.Equal(workspace.Messages[0].Timestamp, await Api(library).FindAsync("C0LAUNCH", "small/1.1", null, Clock.GetUtcNow() - TimeSpan.FromMinutes(1), default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Errors_say_what_to_do_about_them(bool library)
    {
        var api = Api(library);
        Assert.Equal(SlackFault.ChannelGone, (await FaultAsync(api, "C0NONE", "x")).Fault);
        Assert.Equal(SlackFault.MessageRefused, (await FaultAsync(api, "C0LAUNCH", new string('x', 50_000))).Fault);
        server.Trouble("chat.postMessage", "internal_error");
        Assert.Equal(SlackFault.Passing, (await FaultAsync(api, "C0LAUNCH", "x")).Fault);
        // The refused message counted too: two more fill the channel's three.
        for (var i = 0; i < 2; i++) await api.PostAsync(new("C0LAUNCH", Message("x"), "m", null), default);
        var limited = await FaultAsync(api, "C0LAUNCH", "x");
        Assert.Equal(("ratelimited", SlackFault.Passing), (limited.Error, limited.Fault));
        Assert.True(limited.RetryAfter >= TimeSpan.FromSeconds(1));
        workspace.Token = "another";
        Assert.Equal(SlackFault.AppRefused, (await FaultAsync(api, "C0LAUNCH", "x")).Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task People_and_groups_are_read_and_modals_opened(bool library)
    {
        var api = Api(library);
        Assert.Equal(workspace.Team, await api.TeamAsync(default));
        Assert.Equal("U1 U2", string.Join(' ', await api.MembersAsync("S0TEAM", default)));
        Assert.True((await api.PersonAsync("U0BOT", default))!.IsBot);
        Assert.Null(await api.PersonAsync("U0NOBODY", default));
        var view = new SlackModals(SlackText.Plain, new DecisionSeal([new byte[32]])).Telling("Rolling back", Sentence.Of("Fenced."));
        await api.OpenViewAsync(workspace.Trigger("U1"), view, default);
        Assert.Equal("U1", Assert.Single(workspace.Views).User);
        Assert.Equal("invalid_trigger_id", (await Assert.ThrowsAsync<SlackException>(() => api.OpenViewAsync("made up", view, default))).Error);
    }

    private ISlackApi Api(bool library) => library ? new SlackClientApi(redirected, workspace.Token) : new SlackWebApi(direct, server.Api, workspace.Token);

    private static Task<SlackException> FaultAsync(ISlackApi api, string channel, string text) =>
        Assert.ThrowsAsync<SlackException>(() => api.PostAsync(new(channel, new(text, Message("x").Blocks), "marker", null), default));

    private static SlackMessage Message(string text) => new SlackRenderer(SlackText.Plain, new DecisionSeal([new byte[32]])).Of(
        new("s", "Headline", Sentence.Of(text), [new MessagePart.Paragraph(Sentence.Of(text)), new MessagePart.Choices([new(new(DecisionKind.Approve, "small", "r"), "Approve", Tone.Good, "rollout approve small")])], Sentence.Of()), "C0LAUNCH");

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    }
}
