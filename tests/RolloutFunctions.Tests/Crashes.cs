using System.Net;
using Outer.Servers;
using Rollouts;

namespace RolloutFunctions.Tests;

public sealed class Crashes
{
    /// <summary>Killed with SIGKILL, the worker too.</summary>
    [Fact]
    public async Task A_way_back_that_was_answered_is_finished_after_the_app_was_killed_and_started_again()
    {
        await using var app = await TheApp.StartAsync();
        var launch = await Launch.UpAsync(app);

        Assert.Equal(HttpStatusCode.Accepted, (await launch.AlertAsync("f1")).StatusCode);
        await app.CrashAndRestartAsync();

        Assert.False(await launch.SwitchAsync());
        await launch.BackAsync(1);
        Assert.Equal(5, (await launch.DialAsync()).Percent);
        var events = (await launch.JournalAsync()).SelectMany(entry => entry.Events).ToList();
        Assert.Single(events.OfType<RolloutEvent.WayBackBegun>());
        Assert.Equal(events.OfType<RolloutEvent.EffectDone>().Count(), events.OfType<RolloutEvent.EffectDone>().Select(done => done.Effect).Distinct().Count());
    }

    [Fact]
    public async Task An_app_without_the_settings_it_needs_does_not_start_and_its_log_says_which()
    {
        await using var azurite = await Azurite.StartAsync();
        await using var host = FunctionsHost.Launch(TheApp.Folder, new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = azurite.Connection, ["TASKHUB_NAME"] = "rollouts", ["AzureFunctionsWebHost__hostid"] = "rollouts",
            ["GatherKpisSchedule"] = "0 * * * * *", ["ReviewGatesSchedule"] = "0 * * * * *",
        });

        await host.UntilAsync(() => Task.FromResult(host.Output.Any(line => line.Contains("set AppConfiguration__Endpoint, or AppConfiguration__ConnectionString", StringComparison.Ordinal))));
    }
}
