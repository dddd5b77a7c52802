namespace Rollouts.Local.Tests.Slack;

/// <summary>What is posted when Slack does not do what it is asked: once, late, or elsewhere, and never a launch that stands still.</summary>
public sealed class SlackDeliveryTests : IAsyncLifetime
{
    private SlackHouse house = null!;

    public async Task InitializeAsync() => house = await SlackHouse.StartAsync();

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [InlineData("internal_error")]
    [InlineData("ratelimited")]
    [InlineData("service_unavailable")]
    public async Task A_passing_error_is_tried_again(string error)
    {
        house.Slack.Trouble("chat.postMessage", error);
        await house.LaunchAsync();
        await house.MessageAsync(message => SlackHouse.Headline(message) == "Launch: Small launch");
        Assert.Single(house.Slack.Workspace.Messages, message => SlackHouse.Headline(message) == "Launch: Small launch");
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_found_again_and_not_posted_twice()
    {
        house.Slack.Trouble("chat.postMessage", "lost");
        await house.LaunchAsync();
        await house.UntilAsync("small", state => !state.Pending.Values.Any(pending => pending.Effect is Effect.Post));
        Assert.Single(house.Slack.Workspace.Messages, message => SlackHouse.Headline(message) == "Launch: Small launch");
        var receipts = (await house.JournalAsync()).SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectDone>().Select(done => done.Receipt);
        Assert.Contains(receipts, receipt => receipt.StartsWith("slack:C0LAUNCH:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_that_is_gone_becomes_one_incident_and_its_messages_go_to_the_fallback()
    {
        house.Slack.Workspace.Archived.Add(SlackHouse.Channel);
        var prompt = await house.AskedAsync();
        Assert.Equal(SlackHouse.Fallback, prompt.Channel);
        var state = await house.UntilAsync("small", state => !state.Incidents.IsEmpty && state.Pending.IsEmpty);
        Assert.Equal("nothing can be posted to #launch: is_archived", Assert.Single(state.Incidents.Values).Title);
    }

    [Theory]
    [InlineData("ratelimited")]
    [InlineData("internal_error")]
    public async Task A_fallback_that_is_busy_is_tried_again(string error)
    {
        house.Slack.Workspace.Archived.Add(SlackHouse.Channel);
        house.Slack.Trouble("chat.postMessage", "is_archived");
        house.Slack.Trouble("chat.postMessage", error);
        await house.LaunchAsync();
        await house.MessageAsync(message => message.Channel == SlackHouse.Fallback && SlackHouse.Headline(message) == "Launch: Small launch");
        await house.UntilAsync("small", state => state.Pending.IsEmpty);
        Assert.Empty(Directory.EnumerateFiles(house.Folder, "posts.jsonl", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_revoked_token_becomes_an_incident_and_the_launch_goes_on()
    {
        house.Slack.Workspace.Token = "another";
        await house.LaunchAsync();
        await house.GiveAsync("small", (id, at) => new Input.Mark(id, at, Actor.Of(SlackHouse.Lead), "ready", true, null, ""));
        var state = await house.UntilAsync("small", state => state.Main is { Stage: TrackStage.Running } && !state.Incidents.IsEmpty && state.Pending.IsEmpty);
        Assert.Equal("nothing can be posted to #launch: invalid_auth", Assert.Single(state.Incidents.Values).Title);
        Assert.Contains("Small launch", await File.ReadAllTextAsync(Directory.EnumerateFiles(house.Folder, "posts.jsonl", SearchOption.AllDirectories).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_Slack_does_not_take_is_said_in_one_line()
    {
        house.Slack.Trouble("chat.postMessage", "invalid_blocks");
        await house.LaunchAsync();
        await house.MessageAsync(message => message.Channel == SlackHouse.Channel && message.Text.Contains("For #launch: [small] starter started Small launch.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_new_about_a_prompt_stands_beneath_it()
    {
        var prompt = await house.AskedAsync();
        await house.GiveAsync("small", (id, at) => new Input.Reject(id, at, Actor.Of(SlackHouse.Lead), null, "not yet"));
        var reply = await house.MessageAsync(message => message.Text.Contains("rejected: not yet", StringComparison.Ordinal) && message.Thread is not null);
        Assert.Equal(prompt.Timestamp, reply.Thread);
    }

    [Fact]
    public async Task No_more_than_one_message_a_second_is_posted_to_a_channel()
    {
        await house.AskedAsync();
        var times = house.Slack.Workspace.Messages.Where(message => message is { Channel: SlackHouse.Channel, OnlyFor: null }).Select(message => double.Parse(message.Timestamp, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.True(times.Length > 3);
        // The span of n messages is n - 1 seconds at least, however late each of them was.
        Assert.True(times[^1] - times[0] >= times.Length - 1 - 0.5);
    }

    [Fact]
    public async Task The_token_stands_in_no_journal_and_no_post()
    {
        await house.AskedAsync();
        foreach (var file in Directory.EnumerateFiles(house.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).EndsWith("lock", StringComparison.Ordinal)))
            Assert.DoesNotContain("xoxb-preview", await ReadAsync(file), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
