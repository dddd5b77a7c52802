using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;
using Rollouts.Local;
using Rollouts.SlackPreview;

namespace Rollouts.Benchmarks;

/// <summary>The embedded host, in this process.</summary>
internal sealed class EmbeddedClickedApp : IClickedApp, IAsyncDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(3);

    private readonly WebApplication web;

    private EmbeddedClickedApp(WebApplication web) => this.web = web;

    private EmbeddedHost Host => web.Services.GetRequiredService<EmbeddedHost>();

    public static async Task<EmbeddedClickedApp> StartAsync(string folder, PreviewServer slack)
    {
        var workspace = slack.Workspace;
        var host = LocalWeb.Create(LocalOptions.In(folder) with
        {
            Url = "http://127.0.0.1:0",
            Slack = new() { SigningSecrets = [workspace.SigningSecret], Team = workspace.Team, App = workspace.App, Token = workspace.Token, Api = slack.Api, ReplyHosts = [slack.Address.Authority] },
        });
        await host.StartAsync();
        slack.Serve(new(host.Urls.Single()), TimeProvider.System);
        return new(host);
    }

    public async Task StartAsync(string rollout, string plan)
    {
        var document = PlanReader.Read(plan) is PlanReading.Sound sound ? sound.Document : throw new InvalidOperationException("the plan is not sound");
        await Host.Launches.StartAsync(rollout, document, Actor.Of("starter"), "start-" + rollout, CancellationToken.None);
    }

    public async Task<bool> MarkAsync(string rollout, string item, string person)
    {
        var mark = new Input.Mark($"{item}-{Guid.NewGuid():N}", TimeProvider.System.GetUtcNow(), Actor.Of(person), item, true, null, "");
        return (await Host.Launches.OfferAsync(rollout, mark, Budget, CancellationToken.None)).Outcome is Outcome.Accepted;
    }

    public async Task<IReadOnlyList<Entry>> JournalAsync(string rollout) => (await Host.Store.ReadAsync(rollout, 0, CancellationToken.None))!.Entries;

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
