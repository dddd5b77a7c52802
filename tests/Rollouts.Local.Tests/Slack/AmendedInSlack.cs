using Rollouts.SlackPreview;

namespace Rollouts.Local.Tests.Slack;

/// <summary>A launch whose plan is changed while its messages stand in Slack: they go on to tell what they told of.</summary>
public sealed class AmendedInSlack : IAsyncLifetime
{
    private SlackHouse house = null!;

    public async Task InitializeAsync() => house = await SlackHouse.StartAsync();

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task What_was_asked_by_the_plan_of_before_is_told_by_it_and_asked_anew_by_the_changed_one()
    {
        var before = await house.AskedAsync();
        var changed = SlackHouse.Document("small", ("title: One in ten", "title: The first tenth"), ("title: Everybody", "title: All of them"), ("{ all: [lead, product], within: 2d, more-time: 1d once }", "[lead]"));
        await house.GiveAsync("small", (id, at) => new Input.Amend(id, at, Actor.Of(SlackHouse.Lead), changed.Hash, changed.Text, "nobody of product is there"));

        await house.MessageAsync(before, message => SlackHouse.Headline(message) == "No longer asked: P1 One in ten" && Asks(message, "product"));
        var anew = await house.MessageAsync(message => SlackHouse.Headline(message) == "Approve P1 The first tenth → P2 All of them?");
        Assert.False(Asks(anew, "product"));
        (await house.People.PressAsync(anew, Clicks.ButtonOf(anew, "Approve"), SlackHouse.Lead)).Dispose();
        await house.MessageAsync(anew, message => SlackHouse.Headline(message) == "Approved: P1 The first tenth");
        await house.MessageAsync(message => SlackHouse.Headline(message) == "P2 All of them");
        await house.MessageAsync(before, message => SlackHouse.Headline(message) == "No longer asked: P1 One in ten" && Asks(message, "product"));
    }

    private static bool Asks(PreviewMessage message, string role) => message.Blocks.ToJsonString().Contains($":white_large_square: {role}", StringComparison.Ordinal);
}
