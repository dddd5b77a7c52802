using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;
using Rollouts.SlackPreview;

namespace Rollouts.Local.Tests.Slack;

/// <summary>The embedded host with a Slack of its own, over real HTTP.</summary>
internal sealed class SlackHouse : IAsyncDisposable
{
    public const string Channel = "C0LAUNCH";
    public const string Fallback = "C0FALLBACK";
    public const string Lead = "U0LEAD";
    public const string Product = "U0PRODUCT";
    public const string PasserBy = "U0PASSERBY";

    private const string Text = """
        plan: small
        title: Small launch
        channel: "#launch"
        observe: 500ms
        roles:
          lead: { members: [U0LEAD] }
          product: { group: S0PRODUCT }
        flags:
          small: { dial: exposure, unit: user }
        ramp: { at-most: 10x }
        acknowledge: { by: lead, within: 15m }
        phases:
          - phase: P1
            title: One in ten
            lasts: 1s..
            exposure: { percent: 10 }
            enter: [{ item: Ready, owner: lead }]
            gate: [{ item: Looked at, owner: lead }]
            approve: { all: [lead, product], within: 2d, more-time: 1d once }
          - phase: P2
            title: Everybody
            lasts: 1s..
            exposure: { percent: 100 }
            gate: [{ item: All is well, owner: lead }]
            approve: [lead]
        way-back:
          - { notify: "#incidents", say: "Taking {launch} back to {target}: {cause}" }
          - restore: exposure of target
        """;

    private readonly TemporaryFolder folder;
    private readonly WebApplication app;

    private SlackHouse(PreviewServer slack, WebApplication app, TemporaryFolder folder)
    {
        (Slack, this.app, this.folder) = (slack, app, folder);
        Client = new() { BaseAddress = new(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(180) };
    }

    public PreviewServer Slack { get; }

    public HttpClient Client { get; }

    public EmbeddedHost Host => app.Services.GetRequiredService<EmbeddedHost>();

    public Clicks People => Slack.People!;

    public string Folder => folder.Path;

    /// <summary>Each launch governs a flag of its own.</summary>
    public static PlanDocument Document(string rollout, params (string From, string To)[] changes) => PlanReader.Read(changes.Aggregate(Text, (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal)).Replace("  small: {", $"  {rollout}: {{", StringComparison.Ordinal)) switch
    {
        PlanReading.Sound sound => sound.Document,
        PlanReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Errors)),
        _ => throw new InvalidOperationException("unknown reading"),
    };

    public static async Task<SlackHouse> StartAsync(Action<Workspace>? change = null)
    {
        var workspace = new Workspace(TimeProvider.System);
        workspace.Channels[Channel] = "launch";
        workspace.Channels["C0INCIDENTS"] = "incidents";
        workspace.Channels[Fallback] = "fallback";
        foreach (var (id, name) in new[] { (Lead, "lena"), (Product, "pat"), (PasserBy, "paul") }) workspace.Users[id] = new(id, name);
        workspace.Users["U0BOT"] = new("U0BOT", "bot", IsBot: true);
        workspace.Users["U0GONE"] = new("U0GONE", "gone", IsDeleted: true);
        workspace.Groups["S0PRODUCT"] = [Product, "U0BOT", "U0GONE"];
        change?.Invoke(workspace);
        var slack = await PreviewServer.StartAsync(workspace, TimeProvider.System);
        var data = new TemporaryFolder();
        var web = LocalWeb.Create(LocalOptions.In(data.Path) with
        {
            Url = "http://127.0.0.1:0",
            Slack = new()
            {
                SigningSecrets = ["the-secret-before", workspace.SigningSecret], Team = workspace.Team, App = workspace.App, Token = "xoxb-preview", Api = slack.Api, ReplyHosts = [slack.Address.Authority],
                Channels = { ["#launch"] = Channel, ["#incidents"] = "C0INCIDENTS" }, Fallback = Fallback,
            },
        });
        await web.StartAsync();
        slack.Serve(new(web.Urls.Single()), TimeProvider.System);
        return new(slack, web, data);
    }

    public async Task LaunchAsync(string rollout = "small") => Assert.IsType<StartAnswer.Started>(await Host.Launches.StartAsync(rollout, Document(rollout), Actor.Of("starter"), "start-" + rollout, CancellationToken.None));

    /// <summary>A launch whose first phase asks for its approval; returns the prompt.</summary>
    public async Task<PreviewMessage> AskedAsync(string rollout = "small")
    {
        await LaunchAsync(rollout);
        await GiveAsync(rollout, (id, at) => new Input.Mark(id, at, Actor.Of(Lead), "ready", true, null, ""));
        await UntilAsync(rollout, state => state.Main is { Phase: 0, Stage: TrackStage.Running });
        await GiveAsync(rollout, (id, at) => new Input.Mark(id, at, Actor.Of(Lead), "looked-at", true, null, ""));
        await UntilAsync(rollout, state => Open(state) is not null);
        return await MessageAsync(message => Headline(message).StartsWith("Approve P1", StringComparison.Ordinal) && message.Text.Contains("small", StringComparison.OrdinalIgnoreCase) && message.Blocks.ToJsonString().Contains($"({rollout})", StringComparison.Ordinal));
    }

    public static ApprovalState? Open(RolloutState state) => state.Gates.Values.FirstOrDefault(gate => gate.Approval is not null)?.Approval;

    public async Task GiveAsync(string rollout, Func<string, DateTimeOffset, Input> make)
    {
        var answer = await Host.Launches.OfferAsync(rollout, make(Guid.NewGuid().ToString("N"), TimeProvider.System.GetUtcNow()), TimeSpan.FromSeconds(20), CancellationToken.None);
        Assert.IsType<Outcome.Accepted>(answer.Outcome);
    }

    public async Task<RolloutState> StateAsync(string rollout = "small") => (await Host.Drainer.ReadAsync(rollout, CancellationToken.None))!.State;

    public async Task<RolloutState> UntilAsync(string rollout, Func<RolloutState, bool> holds)
    {
        RolloutState state = RolloutState.New;
        await UntilAsync(async () => holds(state = await StateAsync(rollout)));
        return state;
    }

    public async Task<PreviewMessage> MessageAsync(Func<PreviewMessage, bool> which)
    {
        PreviewMessage? found = null;
        await UntilAsync(() => Task.FromResult((found = Slack.Workspace.Messages.FirstOrDefault(which)) is not null));
        return found!;
    }

    /// <summary>The message as it is now.</summary>
    public Task<PreviewMessage> MessageAsync(PreviewMessage known, Func<PreviewMessage, bool> holds) =>
        MessageAsync(message => message.Channel == known.Channel && message.Timestamp == known.Timestamp && holds(message));

    public Task<PreviewMessage> PrivateAsync(string user, string saying) =>
        MessageAsync(message => message.OnlyFor == user && message.Text.Contains(saying, StringComparison.Ordinal));

    public async Task<PreviewView> ViewAsync(string user)
    {
        PreviewView? found = null;
        await UntilAsync(() => Task.FromResult((found = Slack.Workspace.Views.FirstOrDefault(view => view.User == user)) is not null));
        return found!;
    }

    public static string Headline(PreviewMessage message) =>
        message.Blocks.OfType<System.Text.Json.Nodes.JsonObject>().Where(block => (string?)block["type"] == "header").Select(block => (string?)block["text"]?["text"]).FirstOrDefault() ?? "";

    public async Task<ImmutableArray<Entry>> JournalAsync(string rollout = "small") => (await Host.Store.ReadAsync(rollout, 0, CancellationToken.None))!.Entries;

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (!await holds())
        {
            if (late.IsCancellationRequested) throw new TimeoutException("it did not come to hold within three minutes");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Slack.DisposeAsync();
        folder.Dispose();
    }
}
