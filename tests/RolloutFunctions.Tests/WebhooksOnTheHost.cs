using System.Net;
using System.Text;
using System.Text.Json;
using Outer.Servers;
using Rollouts;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>What every sender sends, on the real host with every proof asked for: whole, cut, doubled, out of order, unproved, too large.</summary>
public sealed class WebhooksOnTheHost : IAsyncLifetime
{
    private Running app = null!;

    public async Task InitializeAsync() => app = await TheApp.StartAsync(
        Azurite.StartAsync,
        ("Alerts__Alertmanager__Token", WebhookSamples.Token),
        ("Alerts__Grafana__Secret", WebhookSamples.GrafanaSecret),
        ("Alerts__Grafana__TimestampHeader", "X-Time"),
        ("Alerts__PagerDuty__Secrets", WebhookSamples.PagerDutySecret),
        ("Alerts__PagerDuty__Services__PF9KMXH__Rule", "HighErrorRate"));

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Every_sample_has_the_answer_that_its_sender_needs_and_nothing_is_lost()
    {
        foreach (var sample in WebhookSamples.Names)
        {
            var launch = await Launch.UpAsync(app);
            await Refused_changes_nothing(launch, sample);
            var episode = Episode.Now(launch.Rollout + "-e1");
            await An_end_before_its_beginning_hides_nothing(launch, sample, episode);
            await Doubled_is_one_alert_and_one_way_back(launch, sample, episode);
            await launch.CommandAsync(new { command = "abort", reason = "seen" });
        }
    }

    private async Task Refused_changes_nothing(Launch launch, string sample)
    {
        var delivery = WebhookSamples.Of(sample, launch.Rollout, Episode.Now(launch.Rollout + "-cut"));
        foreach (var length in (int[])[0, 1, delivery.Body.Length / 2, delivery.Body.Length - 1])
            Assert.Equal((sample, HttpStatusCode.BadRequest), (sample, (await SendAsync(WebhookSamples.Signed(sample, delivery.Body[..length]))).Status));
        if (delivery.Headers.Length > 0)
        {
            Assert.Equal((sample, HttpStatusCode.Unauthorized), (sample, (await SendAsync(delivery with { Headers = [] })).Status));
            Assert.Equal(
                (sample, HttpStatusCode.Unauthorized),
                (sample, (await SendAsync(delivery with { Headers = [.. delivery.Headers.Select(header => (header.Name, header.Value[..^1] + "~"))] })).Status));
        }

        var padding = new string(' ', AlertReader.LimitOf(delivery.Source)!.Value);
        Assert.Equal((sample, HttpStatusCode.RequestEntityTooLarge), (sample, (await SendAsync(WebhookSamples.Signed(sample, delivery.Body + padding))).Status));
        Assert.True(await launch.SwitchAsync());
        Assert.DoesNotContain(await launch.JournalAsync(), entry => entry.Input is Input.Alert);
    }

    private async Task An_end_before_its_beginning_hides_nothing(Launch launch, string sample, Episode episode)
    {
        var (status, body) = await SendAsync(WebhookSamples.Of(sample, launch.Rollout, episode, firing: false));

        Assert.Equal((sample, HttpStatusCode.Accepted), (sample, status));
        Assert.Equal((sample, "accepted"), (sample, Outcome(body, launch)));
        Assert.True(await launch.SwitchAsync());
    }

    private async Task Doubled_is_one_alert_and_one_way_back(Launch launch, string sample, Episode episode)
    {
        var delivery = WebhookSamples.Of(sample, launch.Rollout, episode);

        var both = await Task.WhenAll(SendAsync(delivery), SendAsync(delivery));
        var later = await SendAsync(delivery);

        Assert.All(both.Append(later), answer => Assert.Equal((sample, HttpStatusCode.Accepted), (sample, answer.Status)));
        Assert.Equal((sample, "known"), (sample, Outcome(later.Body, launch)));
        Assert.False(await launch.SwitchAsync());
        await launch.BackAsync(1);
        var journal = await launch.JournalAsync();
        Assert.Single(journal, entry => entry.Input is Input.Alert { Firing: true });
        Assert.Single(journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>());
    }

    private static string? Outcome(JsonElement body, Launch launch) =>
        body.GetProperty("alerts").EnumerateArray().Single(alert => alert.GetProperty("rollout").GetString() == launch.Rollout).GetProperty("outcome").GetString();

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(Delivery delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/alerts/" + delivery.Source) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in delivery.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await app.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
