using System.Net;
using Outer.Servers;
using Rollouts;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>A version of the app takes over from another while launches are under way. <c>OLD_APP</c> names the one before, see <c>tests/versions.sh</c>; without it this one takes over from itself.</summary>
public sealed class TwoVersions(ITestOutputHelper output)
{
    private static string Before => Environment.GetEnvironmentVariable("OLD_APP") is { Length: > 0 } old ? old : TheApp.Folder;

    [Fact]
    public async Task Launches_under_way_go_on_each_from_where_it_was()
    {
        output.WriteLine($"the version before: {Before}");
        await using var app = await TheApp.StartAsync(Before, Azurite.StartAsync);
        var (up, back, waiting) = (await Launch.UpAsync(app), await Launch.UpAsync(app), await Launch.InsideAsync(app));
        await app.UntilAsync("they wait", async () => await app.DriverAsync(up.Rollout + ".P1.1") is ("Running", _) && await app.DriverAsync(waiting.Rollout + ".P0.1") is ("Running", _));
        Assert.Equal(HttpStatusCode.Accepted, (await back.AlertAsync("f1")).StatusCode);
        var before = await Task.WhenAll(new[] { up, back, waiting }.Select(async launch => (await launch.JournalAsync()).Select(entry => entry.Hash).ToList()));

        await app.CrashAndRestartAsync();

        await waiting.CommandAsync(new { command = "mark", item = "works" });
        await app.UntilAsync("the one that waited is at 20 %", async () => (await waiting.DialAsync()).Percent == 20);
        Assert.Equal(HttpStatusCode.Accepted, (await up.AlertAsync("f2")).StatusCode);
        Assert.False(await up.SwitchAsync());
        foreach (var (launch, driver) in ((Launch, string)[])[(up, "P0.2"), (back, "P0.2"), (waiting, "P1.1")])
        {
            if (launch != waiting) await launch.BackAsync(1);
            await launch.QuietAsync();
            await app.UntilAsync($"{launch.Rollout} is driven", async () => await app.DriverAsync($"{launch.Rollout}.{driver}") is ("Running", { Length: > 0 }));
            Assert.Equal("Running", (await app.DriverAsync(launch.Rollout))?.Status);
        }

        var after = await Task.WhenAll(new[] { up, back, waiting }.Select(launch => launch.JournalAsync()));
        foreach (var (hashes, journal) in before.Zip(after))
        {
            Assert.Equal(hashes, journal.Take(hashes.Count).Select(entry => entry.Hash));
            var events = journal.SelectMany(entry => entry.Events).ToList();
            var done = events.OfType<RolloutEvent.EffectDone>().Select(effect => effect.Effect).ToList();
            Assert.Equal(done.Count, done.Distinct(StringComparer.Ordinal).Count());
            Assert.True(events.OfType<RolloutEvent.WayBackBegun>().Count() <= 1, "a way back was begun twice");
        }
    }
}
