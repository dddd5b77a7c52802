using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;
using Rollouts.Local;
using Rollouts.SlackPreview;

namespace Rollouts.Cli.Demo;

/// <summary>The embedded host with a Slack that runs here: its channels are pages, and its buttons work.</summary>
internal sealed class DemoSlack : IAsyncDisposable
{
    private static readonly (string Id, string Name)[] People = [("U0ADA", "ada"), ("U0GRACE", "grace"), ("U0LINUS", "linus")];

    private readonly PreviewServer server;
    private readonly WebApplication app;

    private DemoSlack(PreviewServer server, WebApplication app) => (this.server, this.app) = (server, app);

    public EmbeddedHost Host => app.Services.GetRequiredService<EmbeddedHost>();

    public Uri Page => new(server.Address, "/channels/C0LAUNCH");

    public static async Task<DemoSlack> StartAsync(LocalOptions local, CancellationToken cancellation)
    {
        var workspace = new Workspace(TimeProvider.System) { SigningSecret = Guid.NewGuid().ToString("N") };
        workspace.Channels["C0LAUNCH"] = "launch";
        workspace.Channels["C0INCIDENTS"] = "incidents";
        foreach (var (id, name) in People) workspace.Users[id] = new(id, name);
        var preview = await PreviewServer.StartAsync(workspace, TimeProvider.System);
        var web = LocalWeb.Create(local with
        {
            Url = "http://127.0.0.1:0",
            Slack = new()
            {
                SigningSecrets = [workspace.SigningSecret], Team = workspace.Team, App = workspace.App, Token = workspace.Token, Api = preview.Api, ReplyHosts = [preview.Address.Authority],
                Channels = new(StringComparer.Ordinal) { ["#launch"] = "C0LAUNCH", ["#incidents"] = "C0INCIDENTS" },
                Users = People.ToDictionary(person => person.Name, person => person.Id, StringComparer.Ordinal),
            },
        });
        await web.StartAsync(cancellation);
        preview.Serve(new(web.Urls.Single()), TimeProvider.System);
        return new(preview, web);
    }

    /// <summary>Clicks Approve on the prompt of a gate, once it is there.</summary>
    public async Task ApproveAsync(Scene scene, string gate, string person, CancellationToken cancellation)
    {
        var user = People.First(each => each.Name == person).Id;
        var asks = $"Approve {scene.GateTitle(gate)}";
        while (true)
        {
            if (server.Workspace.Messages.LastOrDefault(message => message.Text.Contains(asks, StringComparison.Ordinal) && message.Thread is null) is { } prompt
                && prompt.Blocks.Any(block => (string?)block!["type"] == "actions"))
            {
                using var answer = await server.People!.ClickAsync(prompt, "Approve", user);
                answer.EnsureSuccessStatusCode();
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
    }
}
