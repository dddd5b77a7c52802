using Rollouts.SlackPreview;

namespace Rollouts.Telemetry.Tests;

/// <summary>One trace leads from a click in Slack over the decision and the flag that it raises to the post that tells of it.</summary>
public sealed class TheTraceOfAClick
{
    private const string Plan = """
        plan: clicked
        title: A launch that somebody approves
        channel: "#launch"
        roles:
          lead: { members: [U0LEAD] }
        flags:
          new_path: { dial: exposure, unit: user }
        ramp: { at-most: 10x }
        go: [{ item: Ready, owner: lead }]
        phases:
          - phase: P1
            title: One in ten
            lasts: 1s..
            exposure: { percent: 10 }
            gate: [{ item: Looked at, owner: lead }]
            approve: [lead]
          - phase: P2
            title: Everybody
            lasts: 1d..
            exposure: { percent: 100 }
            gate: [{ item: All is well, owner: lead }]
            approve: [lead]
        way-back:
          - restore: exposure of target
        """;

    [Fact]
    public async Task The_click_the_decision_the_flag_and_the_post_are_one_trace()
    {
        await using var house = await ServedHouse.StartAsync();
        await house.Host.SendAsync("api/rollouts", new { rollout = "clicked", planText = Plan }, ServedHouse.Lead);
        await MarkAsync(house, "Ready");
        await HappenedAsync(house, happened => happened is RolloutEvent.StepStarted);
        await MarkAsync(house, "Looked at");
        PreviewMessage? prompt = null;
        await ServedHost.UntilAsync(
            () => Task.FromResult((prompt = house.Slack.Workspace.Messages.FirstOrDefault(message => message.Blocks.ToJsonString().Contains("\"Approve\"", StringComparison.Ordinal))) is not null),
            () => "nobody was asked: " + house.Host.Errors);
        using var clicked = await house.Slack.People!.ClickAsync(prompt!, "Approve", ServedHouse.Lead);
        Assert.True(clicked.IsSuccessStatusCode);
        await HappenedAsync(house, happened => happened is RolloutEvent.PhaseEntered { Phase: 1 });
        var journal = await house.Host.JournalAsync("clicked");
        var trace = journal.Single(entry => entry.Input is Input.Approve).Input.Trace!.Split('-')[1];

        Span[] spans = [];
        await ServedHost.UntilAsync(
            () =>
            {
                spans = [.. house.Collector.Spans.Where(span => span.Trace == trace).OrderBy(span => span.From)];
                return Task.FromResult(spans.Any(span => span.Name == "post" && !span.Failed) && spans.Any(span => span.Name == "write flag") && spans.Any(span => span.Parent.Length == 0));
            },
            () => string.Join('\n', spans.Select(span => span.Name)));

        Assert.Equal("POST /api/slack/interactions", Assert.Single(spans, span => span.Parent.Length == 0).Name);
        var decide = Assert.Single(spans, span => span.Name == "decide approve");
        Assert.Contains("approval-given", decide.Events);
        Assert.True(spans.First(span => span.Name == "accept approve").From <= decide.From);
        Assert.True(decide.Until <= spans.First(span => span.Name == "write flag").From);
        Assert.True(decide.Until <= spans.First(span => span.Name == "post").From);
    }

    private static Task MarkAsync(ServedHouse house, string item) =>
        house.Host.SendAsync("api/rollouts/clicked/commands", new { command = "mark", item }, ServedHouse.Lead);

    private static Task HappenedAsync(ServedHouse house, Func<RolloutEvent, bool> which) => ServedHost.UntilAsync(
        async () => (await house.Host.JournalAsync("clicked")).Any(entry => entry.Events.Any(which)), () => "it did not happen: " + house.Host.Errors);
}
