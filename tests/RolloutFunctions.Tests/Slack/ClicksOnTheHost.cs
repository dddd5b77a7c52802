using System.Globalization;
using Outer.Servers;
using Rollouts;
using Rollouts.Benchmarks;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>Many people click at the app on the real host; prints how long the answers take. <c>CLICK_LAUNCHES</c> and <c>CLICK_SECONDS</c> make it ten clicks for each of so many launches, over so long.</summary>
public sealed class ClicksOnTheHost(ITestOutputHelper output)
{
    /// <summary>After that Slack shows the person an error.</summary>
    private static readonly TimeSpan SlacksPatience = TimeSpan.FromSeconds(3);

    private static int Launches => Size("CLICK_LAUNCHES", 3);

    [Fact]
    public async Task Every_click_is_answered_while_Slack_waits_and_counts_once()
    {
        await using var slack = await SlackTeam.StartAsync();
        SlackClicks.Populate(slack.Workspace, Launches);
        await using var app = await TheApp.StartAsync(Azurite.StartAsync, slack.Settings);
        slack.Serve(app);

        var report = await new SlackClicks(slack.Server, new Clicked(app), Launches).RunAsync(TimeSpan.FromSeconds(Size("CLICK_SECONDS", 3)));

        output.WriteLine(report.ToText());
        Assert.Equal(10 * Launches, report.Times.Count);
        Assert.True(report.Percentile(50) < SlacksPatience.TotalMilliseconds, report.ToText());
    }

    private static int Size(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var size) ? size : usual;

    private sealed class Clicked(Running app) : IClickedApp
    {
        public async Task StartAsync(string rollout, string plan)
        {
            using var started = await app.PostAsync("api/rollouts", new { rollout, planText = plan });
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        }

        public async Task<bool> MarkAsync(string rollout, string item, string person)
        {
            using var answer = await app.PostAsync($"api/rollouts/{rollout}/commands", new { command = "mark", item }, person);
            return answer.IsSuccessStatusCode;
        }

        public async Task<IReadOnlyList<Entry>> JournalAsync(string rollout) => (await app.Store.ReadAsync(rollout, 0, default))!.Entries;
    }
}
