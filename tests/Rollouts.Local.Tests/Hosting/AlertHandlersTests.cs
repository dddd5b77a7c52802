using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>The handler of alerts over real files: what its senders are told.</summary>
public sealed class AlertHandlersTests : IAsyncLifetime
{
    private static readonly Actor Lead = Actor.Of("ann");

    private readonly TemporaryFolder folder = new();
    private EmbeddedHost host = null!;

    public async Task InitializeAsync()
    {
        host = new(LocalOptions.In(folder.Path), TimeProvider.System, NullLoggerFactory.Instance);
        await host.StartAsync(default);
        var document = Assert.IsType<PlanReading.Sound>(PlanReader.Read(WatchedLaunch.Plan)).Document;
        Assert.IsType<StartAnswer.Started>(await host.Launches.StartAsync("w-1", document, Lead, "start", default));
        await host.Launches.OfferAsync("w-1", new Input.Mark("ready", TimeProvider.System.GetUtcNow(), Lead, "ready", true, null, ""), TimeSpan.FromSeconds(4), default);
        while ((await host.Drainer.ReadAsync("w-1", default))!.State is not { Main.Stage: TrackStage.Running, Pending.IsEmpty: true }) await Task.Delay(20);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    private static string Delivery(string fingerprint, string rollout = "w-1", string status = "firing") => $$"""
        { "version": "4", "alerts": [ { "status": "{{status}}", "labels": { "alertname": "HighErrorRate", "rollout": "{{rollout}}" },
          "startsAt": "{{TimeProvider.System.GetUtcNow():O}}", "fingerprint": "{{fingerprint}}" } ] }
        """;

    private async Task<(int Status, JsonElement Body)> SendAsync(string body, string source = "alertmanager", IRolloutStore? store = null)
    {
        var launches = store is null ? host.Launches : new Launches(store, host.Drainer, null!, host, new(), TimeProvider.System);
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = answer } };
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var handlers = new AlertHandlers(launches, host.Listeners, new(), [], TimeProvider.System, NullLogger<AlertHandlers>.Instance);
        await (await handlers.AlertAsync(source, context.Request, default)).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonSerializer.Deserialize<JsonElement>(answer.ToArray()));
    }

    private static string? Outcome(JsonElement body, int number = 0) => body.GetProperty("alerts")[number].GetProperty("outcome").GetString();

    private async Task<bool> IsOnAsync() =>
        FlagContent.Read((await new FlagsFile(LocalOptions.In(folder.Path).Flags, TimeProvider.System).ReadAsync(GovernedKey.Flag("ENABLED"), default)).Content, GovernedKey.Flag("ENABLED"), FlagUse.KillSwitch)
            is KeyDocument.Switch { On: true };

    [Fact]
    public async Task An_alert_that_takes_back_is_answered_when_the_kill_switch_is_off()
    {
        Assert.True(await IsOnAsync());

        var (status, body) = await SendAsync(Delivery("f1"));

        Assert.False(await IsOnAsync());
        Assert.Equal(202, status);
        Assert.True(Outcome(body) is "fenced" or "rolling back" or "accepted", Outcome(body));
    }

    [Fact]
    public async Task The_same_delivery_again_is_known_and_a_resolved_one_only_accepted()
    {
        var resolved = Delivery("f1", status: "resolved");

        Assert.Equal("accepted", Outcome((await SendAsync(resolved)).Body));
        Assert.Equal("known", Outcome((await SendAsync(resolved)).Body));
        Assert.True(await IsOnAsync());
    }

    [Fact]
    public async Task An_alert_of_no_launch_is_accepted_and_ignored()
    {
        var (status, body) = await SendAsync(Delivery("f1", rollout: "nobody"));

        Assert.Equal((202, "ignored: there is no rollout nobody"), (status, Outcome(body)));
    }

    [Theory]
    [InlineData("alertmanager", "{", 400)]
    [InlineData("alertmanager", "{\"version\":\"1\"}", 400)]
    [InlineData("azure-monitor", "{}", 400)]
    [InlineData("nagios", "{}", 404)]
    public async Task What_cannot_be_read_is_told_apart(string source, string body, int status) => Assert.Equal(status, (await SendAsync(body, source)).Status);

    [Fact]
    public async Task A_body_over_the_limit_is_too_large() => Assert.Equal(413, (await SendAsync(new string(' ', AlertReader.LimitOf("alertmanager")!.Value + 1))).Status);

    [Fact]
    public async Task A_store_that_is_down_is_a_503_so_that_the_sender_tries_again()
    {
        var (status, body) = await SendAsync(Delivery("f1"), store: new DownStore(host.Store));

        Assert.Equal(503, status);
        Assert.Equal("the store is down", body.GetProperty("detail").GetString());
        Assert.True(await IsOnAsync());
    }
}
