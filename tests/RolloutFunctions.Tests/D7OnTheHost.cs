using System.Net;
using Rollouts;

namespace RolloutFunctions.Tests;

/// <summary>The shape of D7 on the real host, from start to general availability and through each of its ways back, driven over HTTP.</summary>
[Collection(TheApp.Name)]
public sealed class D7OnTheHost(TheApp theApp)
{
    [Fact]
    public async Task Every_step_lets_in_its_share_and_no_rise_throws_anyone_out()
    {
        var app = await theApp.RunningAsync();
        using var launch = await SecondsLaunch.StartAsync(app);
        var before = new HashSet<string>(StringComparer.Ordinal);

        foreach (var (phase, percent) in ((string, double)[])[("P0", 0), ("P1", 0), ("P2", 10), ("P3", 20), ("P3", 40), ("P3", 50), ("P4", 75), ("P4", 100)])
        {
            await launch.UpToAsync(phase, percent);
            var letIn = await Workspaces.LetInAsync(SecondsPlan.Dial, await launch.FlagsAsync());
            Assert.Superset(before, letIn);
            // Another step may have been reached by the time the flag was read: never less than this one's share.
            Assert.InRange(letIn.Count, Workspaces.Count * percent / 100 * 0.9 - 1, Workspaces.Count);
            before = letIn;
        }

        await launch.WatchedAsync();
        Assert.Equal(Workspaces.Count, (await Workspaces.LetInAsync(SecondsPlan.Dial, await launch.FlagsAsync())).Count);
        await Every_phase_had_a_driver_of_its_own(app, launch);
        // Refused while a post is on its way: whoever closes tries again in a moment.
        await app.UntilAsync("the launch is closed", async () => (await launch.CommandAsync(new { command = "close" })).Status is HttpStatusCode.OK or HttpStatusCode.Accepted);
        await app.UntilAsync("the launch's driver is through", async () => await app.DriverAsync(launch.Rollout) is ("Completed", "over: closed"));
        Assert.Contains((await launch.JournalAsync()).Entries.SelectMany(entry => entry.Events), happened => happened is RolloutEvent.ReviewHeld);
    }

    private static async Task Every_phase_had_a_driver_of_its_own(Running app, SecondsLaunch launch)
    {
        foreach (var phase in (string[])["P0.1", "P1.1", "P2.1", "P3.1", "P4.1"])
            await app.UntilAsync($"the driver of {phase} is through", async () => (await app.DriverAsync($"{launch.Rollout}.{phase}"))?.Status == "Completed");
        await app.UntilAsync("the watch has a driver", async () => (await app.DriverAsync($"{launch.Rollout}.watch.1"))?.Status == "Running");
        Assert.Equal($"watch.1 is driven by {launch.Rollout}.watch.1", (await app.DriverAsync(launch.Rollout))?.Words);
    }

    [Theory]
    [InlineData("sustained errors", "P1", 0)]
    [InlineData("data corruption", "P0", 0)]
    [InlineData("code change needed", "P1", 0)]
    [InlineData("a person", "P1", 0)]
    public async Task A_way_back_leads_to_its_target_and_the_launch_comes_up_again_when_the_cause_is_found(string cause, string target, double percent)
    {
        var app = await theApp.RunningAsync();
        using var launch = await SecondsLaunch.StartAsync(app);
        await launch.UpToAsync("P2", 10);

        if (cause == "sustained errors") launch.Failing(30);
        else if (cause == "a person") Assert.Equal(HttpStatusCode.OK, (await launch.CommandAsync(new { command = "rollback", target, reason = "it looks odd" })).Status);
        else Assert.Equal(HttpStatusCode.OK, (await launch.ReportAsync(cause.Replace(' ', '-'))).Status);
        await launch.UntilAsync("taken back", view => SecondsLaunch.Text(view, "stage") == "Returned" && view.GetProperty("waysBack").GetArrayLength() == 0, resumes: false);

        var view = (await launch.Sender.ViewAsync(launch.Rollout))!.Value;
        Assert.Equal((target, percent), (SecondsLaunch.Text(view, "phase"), view.GetProperty("percent").GetDouble()));
        Assert.Empty(await Workspaces.LetInAsync(SecondsPlan.Switch, await launch.FlagsAsync()));
        Assert.Empty(await Workspaces.LetInAsync(SecondsPlan.Dial, await launch.FlagsAsync()));
        await app.UntilAsync("the way back's driver is through", async () => (await app.DriverAsync(launch.Rollout + "-back-1"))?.Status == "Completed");
        launch.Failing(0);
        await launch.UpToAsync("P2", 10);
        Assert.Equal(Workspaces.Count, (await Workspaces.LetInAsync(SecondsPlan.Switch, await launch.FlagsAsync())).Count);
        Assert.Equal("Completed", (await app.DriverAsync($"{launch.Rollout}.P2.1"))?.Status);
        await app.UntilAsync("the second attempt has a driver", async () => (await app.DriverAsync($"{launch.Rollout}.P2.2"))?.Status == "Running");
        await launch.JournalAsync();
    }

    [Fact]
    public async Task A_breaker_halts_until_it_is_clear_and_an_error_spike_pauses_until_it_is_explained()
    {
        var app = await theApp.RunningAsync();
        using var launch = await SecondsLaunch.StartAsync(app);
        await launch.UpToAsync("P2", 10);

        Assert.Equal(HttpStatusCode.Accepted, (await launch.AlertAsync("BreakerOpen", "b1")).Status);
        Assert.Empty(await Workspaces.LetInAsync(SecondsPlan.Switch, await launch.FlagsAsync()));
        Assert.InRange((await Workspaces.LetInAsync(SecondsPlan.Dial, await launch.FlagsAsync())).Count, 900, 1100);
        await launch.AlertAsync("BreakerOpen", "b1", "resolved");
        launch.Failing(15);
        await launch.UntilAsync("the spike pauses", view => view.GetProperty("holds").EnumerateArray().Any(hold => SecondsLaunch.Text(hold, "cause").StartsWith("error spike", StringComparison.Ordinal)), resumes: false);
        launch.Failing(0);

        await launch.UpToAsync("P3", 20);
        Assert.Equal(Workspaces.Count, (await Workspaces.LetInAsync(SecondsPlan.Switch, await launch.FlagsAsync())).Count);
    }

    [Fact]
    public async Task A_phases_driver_that_someone_ended_is_started_again()
    {
        var app = await theApp.RunningAsync();
        using var launch = await SecondsLaunch.StartAsync(app);
        await launch.UpToAsync("P1", 0);
        await app.EndDriverAsync(launch.Rollout + ".P1.1");

        await launch.UpToAsync("P2", 10);

        Assert.Equal("Running", (await app.DriverAsync(launch.Rollout))?.Status);
    }
}
