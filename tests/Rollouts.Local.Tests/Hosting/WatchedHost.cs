using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>The embedded host over HTTP, with a launch under way that an alert takes back.</summary>
public abstract class WatchedHost : IAsyncLifetime
{
    protected const string Rollout = "checkout-v2";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private WebApplication app = null!;
    private EmbeddedHost host = null!;

    protected Uri Address => http.BaseAddress!;

    protected EmbeddedHost Host => host;

    /// <summary>An alert that begins when the launch is under way.</summary>
    protected Episode Episode { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        app = LocalWeb.Create(LocalOptions.In(folder.Path) with
        {
            Url = "http://127.0.0.1:0",
            Alerts = new()
            {
                Alertmanager = new() { Token = WebhookSamples.Token },
                Grafana = new() { Secret = WebhookSamples.GrafanaSecret, TimestampHeader = "X-Time" },
                PagerDuty = new()
                {
                    Secrets = WebhookSamples.PagerDutySecret,
                    Services = new(StringComparer.Ordinal) { ["PF9KMXH"] = new() { Rule = "HighErrorRate", Rollout = Rollout } },
                },
            },
        });
        await app.StartAsync();
        http.BaseAddress = new(app.Urls.Single());
        host = app.Services.GetRequiredService<EmbeddedHost>();
        await StartAsync(Rollout, WatchedLaunch.Plan);
        Episode = Episode.Now("e1");
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    protected async Task StartAsync(string rollout, string plan)
    {
        var lead = Actor.Of("ann");
        var document = Assert.IsType<PlanReading.Sound>(PlanReader.Read(plan)).Document;
        Assert.IsType<StartAnswer.Started>(await host.Launches.StartAsync(rollout, document, lead, "start", default));
        await host.Launches.OfferAsync(rollout, new Input.Mark("ready", TimeProvider.System.GetUtcNow(), lead, "ready", true, null, ""), TimeSpan.FromSeconds(4), default);
        await UntilAsync(async () => (await StateAsync(rollout)) is { Main.Stage: TrackStage.Running, Pending.IsEmpty: true });
    }

    protected async Task<RolloutState> StateAsync(string rollout = Rollout) => (await host.Drainer.ReadAsync(rollout, default))!.State;

    protected async Task<Input.Alert[]> AlertsAsync(string rollout = Rollout) => [.. (await host.Store.ReadAsync(rollout, 0, default))!.Entries.Select(entry => entry.Input).OfType<Input.Alert>()];

    protected async Task<bool> IsOnAsync() =>
        FlagContent.Read((await new FlagsFile(LocalOptions.In(folder.Path).Flags, TimeProvider.System).ReadAsync(GovernedKey.Flag("ENABLED"), default)).Content, GovernedKey.Flag("ENABLED"), FlagUse.KillSwitch)
            is KeyDocument.Switch { On: true };

    protected async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(Delivery delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/alerts/" + delivery.Source) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in delivery.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    protected static string? Outcome(JsonElement body) => body.GetProperty("alerts")[0].GetProperty("outcome").GetString();

    protected static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "it did not come true");
            await Task.Delay(20);
        }
    }

    /// <summary>Nothing was taken: the flag is on, no alert stands in the journal.</summary>
    protected async Task NothingHappenedAsync()
    {
        Assert.True(await IsOnAsync());
        Assert.Empty(await AlertsAsync());
        Assert.Empty((await StateAsync()).Returning);
    }
}
