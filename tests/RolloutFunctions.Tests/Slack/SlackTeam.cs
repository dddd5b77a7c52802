using System.Text.Json.Nodes;
using Rollouts.SlackPreview;

namespace RolloutFunctions.Tests;

/// <summary>A Slack that runs here, with the people of the plans, as the app's settings name it.</summary>
internal sealed class SlackTeam : IAsyncDisposable
{
    public const string Channel = "C0LAUNCH";
    public const string Incidents = "C0INCIDENTS";
    public const string Ada = "U0ADA";
    public const string Grace = "U0GRACE";
    public const string Linus = "U0LINUS";
    public const string Token = "xoxb-preview-token";

    private readonly PreviewServer server;

    private SlackTeam(PreviewServer server) => this.server = server;

    public PreviewServer Server => server;

    public Workspace Workspace => server.Workspace;

    public Clicks People => server.People!;

    public static async Task<SlackTeam> StartAsync()
    {
        var workspace = new Workspace(TimeProvider.System) { SigningSecret = Guid.NewGuid().ToString("N"), Token = Token };
        (workspace.Channels[Channel], workspace.Channels[Incidents]) = ("launch", "incidents");
        foreach (var (id, name) in new[] { (Ada, "ada"), (Grace, "grace"), (Linus, "linus"), ("U0PAUL", "paul") }) workspace.Users[id] = new(id, name);
        (workspace.Users["U0BOT"], workspace.Users["U0GONE"]) = (new("U0BOT", "bot", IsBot: true), new("U0GONE", "gone", IsDeleted: true));
        workspace.Groups["S0PRODUCT"] = [Grace, "U0BOT", "U0GONE"];
        return new(await PreviewServer.StartAsync(workspace, TimeProvider.System));
    }

    /// <summary>The app's settings, with the secret that is being replaced.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("Slack__SigningSecrets", $"the-secret-before, {Workspace.SigningSecret}"), ("Slack__Token", Token), ("Slack__Team", Workspace.Team), ("Slack__App", Workspace.App),
        ("Slack__Channels", $"launch={Channel}, engineering={Channel}, incidents={Incidents}"), ("Slack__Fallback", "launch"), ("Slack__Users", $"ada={Ada}, grace={Grace}, linus={Linus}"),
        ("Slack__Groups", "product=S0PRODUCT"), ("Slack__Api", $"{server.Api}"), ("Slack__ReplyHosts", server.Address.Authority),
    ];

    /// <summary>From now on people click at this app.</summary>
    public void Serve(Running app) => server.Serve(app.Host.Address, TimeProvider.System);

    public static string Headline(PreviewMessage message) =>
        message.Blocks.OfType<JsonObject>().Where(block => (string?)block["type"] == "header").Select(block => (string?)block["text"]?["text"]).FirstOrDefault() ?? "";

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
