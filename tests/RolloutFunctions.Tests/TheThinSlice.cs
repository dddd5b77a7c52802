using System.Net;
using System.Net.Http.Json;
using System.Text;
using Azure.Data.AppConfiguration;
using Azure.Data.Tables;
using Outer.Servers;
using Rollouts;

namespace RolloutFunctions.Tests;

/// <summary>The protocol of design §6 on the real host: a launch comes up, an alert takes it back.</summary>
[Collection(TheApp.Name)]
public sealed class TheThinSlice(TheApp theApp)
{
    [Fact]
    public async Task A_launch_comes_up_to_its_percentage_in_App_Configuration()
    {
        var app = await theApp.RunningAsync();

        var launch = await Launch.UpAsync(app);

        var flag = Assert.IsType<FeatureFlagConfigurationSetting>(await launch.StoredAsync("new_path"));
        Assert.True(flag.IsEnabled);
        Assert.Equal(launch.Rollout, flag.Tags["rollout"]);
        Assert.Equal("Microsoft.Targeting", Assert.Single(flag.ClientFilters).Name);
        var view = await launch.ViewAsync();
        Assert.Equal(("P1", 20), (view.GetProperty("phase").GetString(), view.GetProperty("percent").GetDouble()));
        await app.UntilAsync("the driver says what it waits for", async () =>
            await app.DriverAsync(launch.Rollout + ".P1.1") is ("Running", var words) && words.StartsWith("P1 at 20 %; allowed internal; waits for the shortest duration of P1, until ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alert_has_the_flags_down_when_it_is_answered_and_the_rollback_orchestration_finishes_the_way_back()
    {
        var app = await theApp.RunningAsync();
        var launch = await Launch.UpAsync(app);

        var answer = await launch.AlertAsync("f1");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.False(await launch.SwitchAsync());
        Assert.True((await launch.DialAsync()).Percent <= 20);
        await launch.BackAsync(1);
        Assert.Equal(5, (await launch.DialAsync()).Percent);
        await app.UntilAsync("the rollback driver is through", async () => (await app.DriverAsync(launch.Rollout + "-back-1"))?.Status == "Completed");
        await launch.QuietAsync();
        await Everything_the_way_back_asks_for_is_done(app, launch);
    }

    private static async Task Everything_the_way_back_asks_for_is_done(Running app, Launch launch)
    {
        var events = (await launch.JournalAsync()).SelectMany(entry => entry.Events).ToList();
        Assert.Equal(1, events.OfType<RolloutEvent.Fenced>().Single().Number);
        Assert.Single(events.OfType<RolloutEvent.TaskOpened>());
        Assert.Empty(events.OfType<RolloutEvent.EffectGivenUp>());
        var done = events.OfType<RolloutEvent.EffectDone>().ToDictionary(effect => effect.Effect, effect => effect.Receipt);
        Assert.All(events.OfType<RolloutEvent.EffectPlanned>(), planned => Assert.True(done.ContainsKey(planned.Effect.Id) || planned.Effect is Effect.Write, planned.Effect.ToString()));

        var post = events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Single(each => each.Channel == "#incidents");
        var row = done[post.Id].Split('/');
        Assert.Contains("is taken back: errors: ", (await app.Table.GetEntityAsync<TableEntity>(row[0], row[1])).Value.GetString("Text"), StringComparison.Ordinal);
        var capture = events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Capture>().Single();
        var evidence = await new Rollouts.Azure.TableEvidence(app.Table).LoadAsync(done[capture.Id].Split(' ')[0], default);
        Assert.Contains("new_path", Encoding.UTF8.GetString(evidence!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_alerts_at_once_are_ten_inputs_and_one_way_back()
    {
        var app = await theApp.RunningAsync();
        var launch = await Launch.UpAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => launch.AlertAsync($"f{n}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        await launch.BackAsync(1);
        var journal = await launch.JournalAsync();
        Assert.Single(journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>());
        Assert.Equal(10, journal.Select(entry => entry.Input).OfType<Input.Alert>().Select(alert => alert.Id).Distinct().Count());
        Assert.Equal(10, journal.Count(entry => entry.Input is Input.Alert));
        Assert.Null(await app.DriverAsync(launch.Rollout + "-back-2"));
    }

    [Fact]
    public async Task The_same_delivery_twice_is_known_and_one_that_says_resolved_takes_nothing_back()
    {
        var app = await theApp.RunningAsync();
        var launch = await Launch.UpAsync(app);
        var resolved = launch.Delivery("f1", "resolved");

        Assert.Contains("\"accepted\"", await (await app.PostAsync("api/alerts/alertmanager", resolved)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"known\"", await (await app.PostAsync("api/alerts/alertmanager", resolved)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.True(await launch.SwitchAsync());
        Assert.DoesNotContain((await launch.JournalAsync()).SelectMany(entry => entry.Events), happened => happened is RolloutEvent.WayBackBegun);
    }

    [Fact]
    public async Task A_launch_that_ends_without_a_word_ends_its_drivers_and_gives_its_keys_back()
    {
        const string plan = """
            plan: quiet
            title: A launch that posts nothing
            label: quiet
            roles: { lead: { members: [lead] } }
            flags: { quiet_path: { dial: exposure, unit: user } }
            go: [{ item: Ready, id: ready }]
            phases:
              - { phase: P0, title: Some, lasts: 1d.., exposure: { percent: 10 } }
            """;
        var app = await theApp.RunningAsync();
        var started = await app.PostAsync("api/rollouts", new { rollout = "quiet-1", planText = plan });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await app.UntilAsync("it is driven", async () => await app.DriverAsync("quiet-1.prepare.1") is ("Running", { Length: > 0 }));

        Assert.True((await app.PostAsync("api/rollouts/quiet-1/commands", new { command = "abort", reason = "not now" })).IsSuccessStatusCode);

        await app.UntilAsync("its driver ended", async () => await app.DriverAsync("quiet-1") is ("Completed", _));
        Assert.Null(await app.Store.OwnerAsync(Rollouts.GovernedKey.Flag("quiet_path", "quiet"), default));
    }

    [Fact]
    public async Task A_person_can_take_a_launch_back_and_is_named()
    {
        var app = await theApp.RunningAsync();
        var launch = await Launch.UpAsync(app);

        var answer = await app.PostAsync($"api/rollouts/{launch.Rollout}/rollback", new { reason = "it looks odd", target = "P0" });

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.False(await launch.SwitchAsync());
        await launch.BackAsync(1);
        var begun = (await launch.JournalAsync()).SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>().Single();
        Assert.Equal("lead rolled back: it looks odd", begun.Cause);
    }

    [Fact]
    public async Task Alerts_that_concern_no_launch_are_accepted_and_said_to_be_ignored()
    {
        var app = await theApp.RunningAsync();

        var answer = await app.PostAsync("api/alerts/alertmanager", new
        {
            version = "4",
            alerts = new object[]
            {
                new { status = "firing", labels = new { alertname = "A" }, startsAt = "2026-01-01T00:00:00Z", fingerprint = "1" },
                new { status = "firing", labels = new { alertname = "A", rollout = "nobody" }, startsAt = "2026-01-01T00:00:00Z", fingerprint = "2" },
            },
        });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("ignored: it names no rollout, and no launch under way knows its rule", text, StringComparison.Ordinal);
        Assert.Contains("ignored: there is no rollout nobody", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alertmanager", "{", HttpStatusCode.BadRequest, "the body is not JSON")]
    [InlineData("alertmanager", "{\"version\":\"1\",\"alerts\":[]}", HttpStatusCode.BadRequest, "version is '1', and 4 is read here")]
    [InlineData("azure-monitor", "{\"schemaId\":\"other\"}", HttpStatusCode.BadRequest, "turn the common alert schema on")]
    [InlineData("nagios", "{}", HttpStatusCode.NotFound, "alerts are read from alertmanager, azure-monitor, grafana, pagerduty")]
    public async Task A_delivery_that_cannot_be_read_is_told_why(string source, string body, HttpStatusCode status, string why)
    {
        var app = await theApp.RunningAsync();

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await app.Http.PostAsync($"api/alerts/{source}", content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(why, (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_not_read()
    {
        var app = await theApp.RunningAsync();

        using var content = new ByteArrayContent(new byte[256 * 1024 + 1]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.Http.PostAsync("api/alerts/azure-monitor", content)).StatusCode);
    }

    [Fact]
    public async Task Without_the_function_key_nothing_is_accepted()
    {
        var app = await theApp.RunningAsync();
        if (!FunctionsHost.AsksForKeys) throw new ToolMissingException("the Core Tools ask for no keys: FUNCTIONS_HOST names no other host");
        var launch = await Launch.UpAsync(app);
        using var stranger = app.Host.WithoutKey();

        foreach (var route in (string[])["api/alerts/alertmanager", "api/rollouts", $"api/rollouts/{launch.Rollout}/rollback"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync(route, launch.Delivery("f1"))).StatusCode);
        // A token takes the key's place there, and this app knows no tenant.
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync("api/alerts/azure-monitor/secure", launch.Delivery("f1"))).StatusCode);
        Assert.True(await launch.SwitchAsync());
    }
}
