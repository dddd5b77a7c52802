using Rollouts.Engine;

namespace Rollouts.Local.Tests.Channels;

/// <summary>Posts to web addresses: CloudEvents, signed, sent again where that helps.</summary>
public class WebhookTests
{
    [Fact]
    public async Task A_post_is_a_CloudEvent_that_every_key_signs()
    {
        await using var house = await ChannelHouse.StartAsync();
        await house.TakeBackAsync("it hurts");
        var taken = await house.EventAsync(taken => (string?)taken.Json["data"]!["channel"] == "status page");
        Assert.Equal("application/cloudevents+json; charset=utf-8", taken.ContentType);
        var json = taken.Json;
        Assert.Equal(("1.0", "rollout.notice", "https://rollouts.example/api/rollouts/small", "application/json"), ((string?)json["specversion"], (string?)json["type"], (string?)json["source"], (string?)json["datacontenttype"]));
        Assert.Equal("Small launch is taken back: ada rolled back: it hurts", (string?)json["data"]!["text"]);
        var effect = Assert.Single((await house.EventsAsync()).OfType<RolloutEvent.EffectPlanned>(), planned => planned.Effect is Effect.Post { Channel: "status page" }).Effect;
        Assert.Equal(effect.Id, (string?)json["id"]);
        Assert.Equal("small_" + effect.Id.Replace('.', '_'), taken.Id);
        Assert.True(taken.IsSignedWith(ChannelHouse.Secret));
        Assert.True(taken.IsSignedWith(ChannelHouse.NextSecret));
        Assert.False(taken.IsSignedWith("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    }

    [Fact]
    public async Task A_channel_with_two_ways_is_posted_to_on_both_each_with_an_effect_of_its_own()
    {
        await using var house = await ChannelHouse.StartAsync();
        await house.TakeBackAsync("it hurts");
        var taken = await house.EventAsync(taken => (string?)taken.Json["data"]!["channel"] == "everybody");
        await house.MailAsync(mail => mail.Body.Contains("Back to nobody", StringComparison.Ordinal));
        var effects = (await house.EventsAsync()).OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Where(post => post.Channel == "everybody").ToArray();
        Assert.Equal([Via.Mail, Via.Webhook], effects.Select(post => post.Via!.Value));
        Assert.Equal(effects[1].Id, (string?)taken.Json["id"]);
    }

    [Fact]
    public async Task What_passes_is_sent_again_with_the_same_id_and_not_before_the_receiver_wants_it()
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Web.Trouble.Enqueue((503, "2"));
        house.Web.Trouble.Enqueue((429, ""));
        house.Web.Trouble.Enqueue((500, ""));
        await house.TakeBackAsync("it hurts");
        var state = await house.UntilAsync(state => state.Pending.IsEmpty && state.Returning.IsEmpty && house.Web.Events.Count >= 5);
        Assert.Empty(state.Incidents);
        var first = house.Web.Events.First();
        var same = house.Web.Events.Where(taken => taken.Id == first.Id).ToArray();
        Assert.True(same.Length >= 2);
        Assert.True(same[1].At - same[0].At >= TimeSpan.FromSeconds(2), "the receiver asked for two seconds");
        Assert.All(house.Web.Events, taken => Assert.True(taken.IsSignedWith(ChannelHouse.Secret)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(410)]
    public async Task A_refusal_becomes_an_incident_and_the_post_goes_where_others_go(int status)
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Web.Trouble.Enqueue((status, ""));
        await house.TakeBackAsync("it hurts");
        var state = await house.UntilAsync(state => state.Pending.IsEmpty && !state.Incidents.IsEmpty);
        Assert.Equal(FormattableString.Invariant($"nothing reaches status page: the receiver answers {status}"), Assert.Single(state.Incidents.Values).Title);
        Assert.Contains("Small launch is taken back", house.Posts(), StringComparison.Ordinal);
        Assert.Equal("delivery", state.Incidents.Values.Single().Severity);
    }

    [Fact]
    public async Task Hosts_that_the_configuration_does_not_allow_are_not_called()
    {
        await using var house = await ChannelHouse.StartAsync(house => house.Settings(url: "http://metadata.internal/latest"));
        await house.TakeBackAsync("it hurts");
        var state = await house.UntilAsync(state => state.Incidents.Values.Any(incident => incident.Title.Contains("status page", StringComparison.Ordinal)));
        Assert.Contains("metadata.internal:80 is not one that the configuration allows", state.Incidents.Values.First(incident => incident.Title.Contains("status page", StringComparison.Ordinal)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_is_that_of_the_specification_s_example()
    {
        var keys = new WebhookSettings { Url = "https://example.com", Secrets = ["whsec_" + ChannelHouse.Secret] }.Keys();
        var headers = WebhookSignature.Headers("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}""", keys);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers.Single(header => header.Name == "webhook-signature").Value);
    }
}
