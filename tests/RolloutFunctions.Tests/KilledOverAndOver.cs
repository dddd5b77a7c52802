using System.Globalization;
using System.Net;
using Azure.Data.AppConfiguration;
using Azure.Data.Tables;
using Rollouts;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>The app is killed with SIGKILL at random while launches go up, are approved and are taken back. <c>CRASH_ROUNDS</c> kills it more often.</summary>
public sealed class KilledOverAndOver(ITestOutputHelper output)
{
    private const int Launches = 3;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    [Fact]
    public async Task What_was_acknowledged_has_one_outcome_nothing_is_done_twice_and_every_launch_comes_to_its_end()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {Rounds} kills");
        var random = new Random(seed);
        await using var app = await TheApp.StartAsync();
        var launches = await Task.WhenAll(Enumerable.Range(0, Launches).Select(_ => SecondsLaunch.StartAsync(app)));
        try
        {
            var journeys = Task.WhenAll(launches.Select(JourneyAsync));
            for (var n = 0; n < Rounds; n++)
            {
                await Task.WhenAny(journeys, Task.Delay(TimeSpan.FromSeconds(4 + random.NextDouble() * 14)));
                await app.CrashAndRestartAsync();
            }

            await journeys;
            foreach (var launch in launches) await AuditAsync(app, launch);
        }
        finally
        {
            foreach (var launch in launches) launch.Dispose();
        }
    }

    /// <summary>Up, taken back in the middle, up again, to the watch, closed.</summary>
    private static async Task JourneyAsync(SecondsLaunch launch)
    {
        await launch.UpToAsync("P2", 10);
        await launch.AlertAsync("NobodysRule", "n1");
        var taken = await launch.ReportAsync("code-change-needed");
        Assert.True(taken.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, taken.Said);
        await launch.WatchedAsync();
        await launch.UntilAsync("closed", view =>
        {
            _ = launch.CommandAsync(new { command = "close" });
            return SecondsLaunch.Text(view, "stage") == "Closed";
        });
    }

    private static async Task AuditAsync(Running app, SecondsLaunch launch)
    {
        var events = await HoldsOnceAsync(app, launch);
        var posts = events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Select(post => post.Id).ToHashSet(StringComparer.Ordinal);
        var kept = new List<string>();
        await foreach (var row in app.Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {"posts-" + launch.Rollout}"))) kept.Add(row.RowKey);
        Assert.Equal(posts.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        foreach (var flag in (string[])[SecondsPlan.Dial, SecondsPlan.Switch]) await No_write_was_overtaken(app, launch, flag);
    }

    /// <summary>Each input that was acknowledged has one outcome, each effect was done once, and it was taken back once.</summary>
    internal static async Task<List<RolloutEvent>> HoldsOnceAsync(Running app, SecondsLaunch launch)
    {
        await app.UntilAsync($"{launch.Rollout} has nothing left to do", async () => await app.DriverAsync(launch.Rollout) is ("Completed", _));
        var journal = await launch.JournalAsync();
        Assert.Empty(journal.Inbox);
        var outside = journal.Entries.Where(entry => entry.Input.IsFromOutside).ToLookup(entry => entry.Input.Id, StringComparer.Ordinal);
        Assert.All(outside, outcomes => Assert.Single(outcomes));
        foreach (var (key, (status, said)) in launch.Sender.Acknowledged.Where(told => told.Value.Status is HttpStatusCode.OK && !told.Value.Said.Contains("alerts", StringComparison.Ordinal)))
            Assert.True(outside[key].Count() == 1, $"{key} was answered {status}: {said}, and has {outside[key].Count()} outcomes");

        var events = journal.Entries.SelectMany(entry => entry.Events).ToList();
        var done = events.OfType<RolloutEvent.EffectDone>().Select(effect => effect.Effect).ToList();
        Assert.Equal(done.Count, done.Distinct(StringComparer.Ordinal).Count());
        Assert.Single(events.OfType<RolloutEvent.WayBackBegun>());
        return events;
    }

    private static async Task No_write_was_overtaken(Running app, SecondsLaunch launch, string flag)
    {
        var seqs = new List<long>();
        await foreach (var revision in app.Flags.Client.GetRevisionsAsync(new SettingSelector { KeyFilter = ".appconfig.featureflag/" + flag, LabelFilter = launch.Label }))
            if (revision.Tags.TryGetValue("seq", out var seq)) seqs.Add(long.Parse(seq, CultureInfo.InvariantCulture));
        Assert.NotEmpty(seqs);
        Assert.Equal(seqs.OrderDescending(), seqs);
        Assert.Equal(seqs.Count, seqs.Distinct().Count());
    }
}
