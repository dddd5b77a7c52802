using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What every sender sends: whole, cut, doubled, out of order, unproved, too large.</summary>
public sealed class WebhooksOverHttp : WatchedHost
{
    public static TheoryData<string> Samples => [.. WebhookSamples.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_has_the_kill_switch_off_when_it_is_answered(string sample)
    {
        Assert.True(await IsOnAsync());

        var (status, body) = await SendAsync(WebhookSamples.Of(sample, Rollout, Episode));

        Assert.False(await IsOnAsync());
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.True(Outcome(body) is "fenced" or "rolling back" or "accepted", Outcome(body));
        Assert.Equal("HighErrorRate", Assert.Single(await AlertsAsync()).Rule);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_is_cut_anywhere_is_malformed_and_changes_nothing(string sample)
    {
        var whole = WebhookSamples.Of(sample, Rollout, Episode).Body;

        foreach (var length in (int[])[0, 1, whole.Length / 4, whole.Length / 2, whole.Length * 3 / 4, whole.Length - 1])
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(WebhookSamples.Signed(sample, whole[..length]))).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_connection_that_breaks_in_the_middle_loses_nothing_that_is_sent_again(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, Episode);
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
            var head = new StringBuilder($"POST /api/alerts/{delivery.Source} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(delivery.Body)}\r\n");
            foreach (var (name, value) in delivery.Headers) head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + "\r\n" + delivery.Body[..(delivery.Body.Length / 2)]));
        }

        await NothingHappenedAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(delivery)).Status);
        Assert.False(await IsOnAsync());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_sent_twice_at_once_and_again_later_is_one_alert_and_one_way_back(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, Episode);

        var both = await Task.WhenAll(SendAsync(delivery), SendAsync(delivery));
        var later = await SendAsync(delivery);

        Assert.All(both.Append(later), answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal("known", Outcome(later.Body));
        Assert.Single(await AlertsAsync());
        Assert.Single((await Host.Store.ReadAsync(Rollout, 0, default))!.Entries.SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task An_end_that_comes_before_its_beginning_hides_nothing(string sample)
    {
        var (status, body) = await SendAsync(WebhookSamples.Of(sample, Rollout, Episode, firing: false));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), (status, Outcome(body)));
        Assert.True(await IsOnAsync());

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(WebhookSamples.Of(sample, Rollout, Episode))).Status);

        Assert.False(await IsOnAsync());
        var isOver = (await StateAsync()).Alerts.Values.Single() is { Firing: false };
        Assert.Equal(sample != "pagerduty", isOver);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_does_not_prove_its_sender_is_refused_and_changes_nothing(string sample)
    {
        var proved = WebhookSamples.Of(sample, Rollout, Episode);
        if (proved.Headers.Length == 0) return;

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Headers = [] })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Headers = [.. proved.Headers.Select(header => (header.Name, header.Value[..^1] + "~"))] })).Status);
        if (sample != "alertmanager") Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(proved with { Body = proved.Body.Replace("e1", "e2", StringComparison.Ordinal) })).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_delivery_that_is_too_large_is_refused_and_changes_nothing(string sample)
    {
        var delivery = WebhookSamples.Of(sample, Rollout, Episode);
        var padding = new string(' ', AlertReader.LimitOf(delivery.Source)!.Value);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(WebhookSamples.Signed(sample, delivery.Body + padding))).Status);

        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    public async Task Of_a_thousand_alerts_at_once_none_is_lost(string sample)
    {
        var one = WebhookSamples.Of(sample, Rollout, Episode).Body;
        var all = JsonNode.Parse(one)!;
        var alerts = all["alerts"]!.AsArray();
        foreach (var n in Enumerable.Range(1, 999))
        {
            var other = alerts[0]!.DeepClone();
            other["fingerprint"] = $"e-{n}";
            alerts.Add(other);
        }

        var (status, body) = await SendAsync(WebhookSamples.Signed(sample, all.ToJsonString()));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(1000, body.GetProperty("alerts").GetArrayLength());
        Assert.False(await IsOnAsync());
        await UntilAsync(async () => (await AlertsAsync()).Length == 1000);
        Assert.Equal(1000, (await AlertsAsync()).Select(alert => alert.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_source_that_proves_nothing_is_believed_under_this_machines_own_name_only()
    {
        var delivery = WebhookSamples.Of("azure-metric", Rollout, Episode) with { Headers = [("Host", "rollouts.example.com")] };

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(delivery)).Status);

        await NothingHappenedAsync();
    }
}
