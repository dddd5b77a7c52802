using System.Collections.Concurrent;
using System.Diagnostics;
using Rollouts.SlackPreview;

namespace Rollouts.Benchmarks;

/// <summary>People of many launches approve at the same time: signed clicks over HTTP at a steady pace, everybody twice, at an app that posts to a Slack of its own.</summary>
public sealed class SlackClicks(PreviewServer slack, IClickedApp app, int launches)
{
    private const int People = 5;

    /// <summary>A person who is not sure whether it worked clicks again.</summary>
    private const int ClicksEach = 2;

    private const int BegunAtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>At the embedded host.</summary>
    /// <param name="over">The clicks are spread over so long, whatever the answers take.</param>
    /// <exception cref="InvalidOperationException">A click was not answered with 200, or did not count once.</exception>
    public static async Task<SlackClicksReport> RunAsync(string folder, int launches, TimeSpan over)
    {
        var workspace = new Workspace(TimeProvider.System);
        Populate(workspace, launches);
        await using var slack = await PreviewServer.StartAsync(workspace, TimeProvider.System);
        await using var app = await EmbeddedClickedApp.StartAsync(folder, slack);
        return await new SlackClicks(slack, app, launches).RunAsync(over);
    }

    /// <summary>A channel for each launch, and the people.</summary>
    public static void Populate(Workspace workspace, int launches)
    {
        for (var n = 0; n < launches; n++) workspace.Channels[ChannelOf(n)] = NameOf(n);
        for (var n = 0; n < People; n++) workspace.Users[PersonOf(n)] = new(PersonOf(n), PersonOf(n));
        workspace.Users["U0WARMUP"] = new("U0WARMUP", "warm-up");
    }

    /// <exception cref="InvalidOperationException">A click was not answered with 200, or did not count once.</exception>
    public async Task<SlackClicksReport> RunAsync(TimeSpan over)
    {
        var prompts = new PreviewMessage[launches];
        await Parallel.ForAsync(0, launches, new ParallelOptions { MaxDegreeOfParallelism = BegunAtOnce }, async (n, _) =>
        {
            await BeginAsync(n);
            prompts[n] = await PromptAsync(n);
        });
        await WarmUpAsync(prompts);
        var times = await ClickAllAsync(prompts, over);
        for (var n = 0; n < launches; n++) await CheckAsync(NameOf(n));
        return new(launches, over, times);
    }

    private static string NameOf(int launch) => FormattableString.Invariant($"launch-{launch}");

    private static string ChannelOf(int launch) => FormattableString.Invariant($"C0{launch:000}");

    private static string PersonOf(int number) => FormattableString.Invariant($"U0P{number}");

    private async Task BeginAsync(int launch)
    {
        var rollout = NameOf(launch);
        var roles = Enumerable.Range(0, People).Select(n => $"  role-{n}: {{ members: [{PersonOf(n)}] }}");
        var plan = $$"""
            plan: clicks
            title: Clicks
            channel: {{ChannelOf(launch)}}
            roles:
            {{string.Join("\n", roles)}}
            flags:
              {{rollout}}: { dial: exposure, unit: user }
            ramp: { at-most: 10x }
            phases:
              - phase: P1
                title: One in ten
                lasts: 1s..
                exposure: { percent: 10 }
                enter: [{ item: Ready, owner: role-0 }]
                gate: [{ item: Looked at, owner: role-0 }]
                approve: { all: [{{string.Join(", ", Enumerable.Range(0, People).Select(n => $"role-{n}"))}}] }
              - phase: P2
                title: Everybody
                lasts: 1d..
                exposure: { percent: 100 }
            """;
        await app.StartAsync(rollout, plan);
        await UntilAsync($"{rollout} is made ready", () => app.MarkAsync(rollout, "ready", PersonOf(0)));
        await UntilAsync($"{rollout} runs", async () => (await app.JournalAsync(rollout)).Any(entry => entry.Events.Any(happened => happened is RolloutEvent.StepStarted)));
        await UntilAsync($"{rollout} is looked at", () => app.MarkAsync(rollout, "looked-at", PersonOf(0)));
    }

    private async Task<PreviewMessage> PromptAsync(int launch)
    {
        var channel = ChannelOf(launch);
        PreviewMessage? prompt = null;
        await UntilAsync($"{NameOf(launch)} asks", () => Task.FromResult(
            (prompt = slack.Workspace.Messages.FirstOrDefault(message => message.Channel == channel && message.Text.Contains("Approve P1 One in ten", StringComparison.Ordinal))) is not null));
        return prompt!;
    }

    /// <summary>Code is compiled when it is first used: someone without a role clicks first.</summary>
    private async Task WarmUpAsync(PreviewMessage[] prompts)
    {
        for (var n = 0; n < 100; n++) await ClickAsync(prompts[n % prompts.Length], "U0WARMUP");
    }

    private async Task<IReadOnlyList<double>> ClickAllAsync(PreviewMessage[] prompts, TimeSpan over)
    {
        var all = prompts.Length * People * ClicksEach;
        var times = new ConcurrentBag<double>();
        var sent = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < all; n++)
        {
            var due = (over * n / all) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            var (prompt, person) = (prompts[n % prompts.Length], PersonOf(n / prompts.Length / ClicksEach));
            sent.Add(Task.Run(async () => times.Add(await ClickAsync(prompt, person))));
        }

        await Task.WhenAll(sent);
        return [.. times.Order()];
    }

    /// <returns>Milliseconds from sending to the whole answer.</returns>
    private async Task<double> ClickAsync(PreviewMessage prompt, string person)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await slack.People!.ClickAsync(prompt, "Approve", person);
        var said = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || said.Length > 0) throw new InvalidOperationException($"a click was answered {(int)answer.StatusCode}: {said}");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Every click has one outcome, every person's yes counts once, and the launch goes on.</summary>
    private async Task CheckAsync(string rollout)
    {
        await UntilAsync($"{rollout}: every click has an outcome", async () => (await ClicksOfAsync(rollout)).Clicks.Length == People * ClicksEach);
        var (clicks, given) = await ClicksOfAsync(rollout);
        if (clicks.Distinct(StringComparer.Ordinal).Count() != clicks.Length || !given.SequenceEqual(Enumerable.Range(0, People).Select(PersonOf)))
            throw new InvalidOperationException($"{rollout}: {clicks.Length} clicks, and yes from {string.Join(", ", given)}");
    }

    private async Task<(string[] Clicks, string[] Given)> ClicksOfAsync(string rollout)
    {
        var entries = await app.JournalAsync(rollout);
        return (
            [.. entries.Where(entry => entry.Input is Input.Approve approve && approve.By.Id != "U0WARMUP").Select(entry => entry.Input.Id)],
            [.. entries.SelectMany(entry => entry.Events).OfType<RolloutEvent.ApprovalGiven>().Select(yes => yes.By).Order(StringComparer.Ordinal)]);
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"not within {Patience.TotalMinutes} minutes: {what}");
            await Task.Delay(100);
        }
    }
}

/// <param name="Times">Milliseconds of each click, the shortest first.</param>
public sealed record SlackClicksReport(int Launches, TimeSpan Over, IReadOnlyList<double> Times)
{
    /// <summary>What so many of a hundred clicks do not exceed.</summary>
    public double Percentile(double percent) => Times[Math.Max(0, (int)Math.Ceiling(Times.Count * percent / 100) - 1)];

    public string ToText() => FormattableString.Invariant(
        $"{Times.Count} signed clicks in {Over.TotalSeconds:0} s over {Launches} launches, on {Environment.ProcessorCount} core(s), the clicking people and their Slack included: each counted once; ")
        + FormattableString.Invariant($"answered within {Percentile(50):0.0} ms (median), {Percentile(99):0.0} ms (99 %), {Times[^1]:0.0} ms (all)");
}
