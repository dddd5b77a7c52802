using System.Globalization;
using Outer.Servers;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>What a launch costs in storage requests at an observation every five minutes, an hour played in a minute. Prints what it counted; <c>tests/measure.sh</c> runs it longer.</summary>
public sealed class StorageCosts(ITestOutputHelper output)
{
    /// <summary>Dollars for ten thousand requests, list prices of a general-purpose account with local redundancy: queues, tables, and blobs taken as all writes.</summary>
    private static readonly Dictionary<StorageService, double> Prices = new() { [StorageService.Queue] = 0.004, [StorageService.Table] = 0.00036, [StorageService.Blob] = 0.05 };

    /// <summary>What the hour that is played does not have: the digest of every hour, a read, a commit and its own read.</summary>
    private const int DigestRequests = 3;

    /// <summary>As long as an hour takes here: observations every twelfth of it, looks every sixtieth.</summary>
    private static readonly TimeSpan Hour = TimeSpan.FromSeconds(60);

    private static TimeSpan Counted => TimeSpan.FromSeconds(Size("MEASURE_SECONDS", 15));

    private static int LaunchCount => Size("MEASURE_LAUNCHES", 5);

    [Fact]
    public async Task A_launch_costs_some_thousand_requests_a_day_and_cents_a_month()
    {
        await using var app = await TheApp.StartAsync(
            Azurite.StartWithAccessLogAsync, ("GatherKpisSchedule", "*/1 * * * * *"), ("ReviewGatesSchedule", "*/5 * * * * *"));
        using var kpis = new KpiServer { ["uploads"] = 1000, ["failed"] = 1 };
        await Task.Delay(TimeSpan.FromSeconds(10));
        var idle = await CountAsync(app);
        Print("the app alone, polling for an hour with timers every second", idle.ToDictionary(count => count.Key, count => count.Value * (TimeSpan.FromHours(1) / Counted)));

        var launches = await StartAsync(app, kpis, "observed", reviewed: "every 1h", LaunchCount);
        var (asked, beganAt) = (kpis.Asked, TimeProvider.System.GetTimestamp());
        var observed = await CountAsync(app);
        var rounds = (kpis.Asked - asked) / 2.0;
        output.WriteLine(FormattableString.Invariant($"{LaunchCount} launches observed {rounds:0} times in {TimeProvider.System.GetElapsedTime(beganAt).TotalSeconds:0} s, each query asked once for all"));
        var perHour = Less(observed, idle, LaunchCount * (Counted / Hour));
        Print("a launch-hour at 5 minutes, nothing changing", perHour);
        var day = perHour.ToDictionary(count => count.Key, count => count.Value * 24);
        day[StorageService.Table] += 24 * DigestRequests;

        var wakes = await StartAsync(app, kpis, "woken", reviewed: "every 3s", LaunchCount);
        var (activities, effects) = (Activities(app), await EffectsAsync(app, wakes));
        var (put, written) = (Put(app), Written(app));
        var woken = await CountAsync(app);
        (activities, effects) = (Activities(app) - activities, await EffectsAsync(app, wakes) - effects);
        (put, written) = (Put(app) - put, Written(app) - written);
        var count = activities - effects;
        var ofWakes = Less(woken, observed, 1).ToDictionary(each => each.Key, each => each.Value - perHour[each.Key] * LaunchCount * (Counted / Hour));
        Print(FormattableString.Invariant($"a call of an activity ({count} drains, {effects} posts of reviews)"), ofWakes.ToDictionary(each => each.Key, each => each.Value / activities));
        var perWake = ofWakes.ToDictionary(each => each.Key, each => each.Value / effects);
        Print("a wake: a driver is woken by a review, posts it, records that, and waits again", perWake);
        output.WriteLine(FormattableString.Invariant($"of the requests of a wake, the observed launches' included: {(double)put / effects:0.0} put a message, {(double)written / effects:0.0} write to a table"));
        foreach (var service in perWake.Keys) day[service] += perWake[service] * 6;
        Print("a launch-day: observed every 5 minutes, a digest every hour, a review with its post every four", day);
        var dollars = 30 * day.Sum(each => each.Value / 10_000 * Prices[each.Key]);
        output.WriteLine(FormattableString.Invariant($"a launch-month: {30 * day.Values.Sum():0} requests, ${dollars:0.000}"));

        Assert.True(launches.Count == LaunchCount && effects > LaunchCount, "nothing woke");
        Assert.True(perWake.Values.Sum() < 60, FormattableString.Invariant($"{perWake.Values.Sum():0.0} requests a wake"));
        Assert.True(day.Values.Sum() < 10_000, FormattableString.Invariant($"{day.Values.Sum():0} requests a launch-day"));
        Assert.True(dollars < 0.1, FormattableString.Invariant($"${dollars} a launch-month"));
    }

    private static async Task<List<string>> StartAsync(Running app, KpiServer kpis, string name, string reviewed, int count)
    {
        var rollouts = Enumerable.Range(1, count).Select(n => $"{name}-{n}").ToList();
        foreach (var rollout in rollouts)
        {
            var started = await app.PostAsync("api/rollouts", new { rollout, planText = Plan(rollout, kpis.Address, reviewed) });
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            await app.PostAsync($"api/rollouts/{rollout}/commands", new { command = "mark", item = "ready" });
            await app.UntilAsync($"{rollout} runs", async () => await app.DriverAsync(rollout + ".P0.1") is ("Running", var words) && words.Contains("the shortest duration of P0", StringComparison.Ordinal));
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        return rollouts;
    }

    /// <summary>Calls of activities so far: each is a message to the queue of work items.</summary>
    private static int Activities(Running app) =>
        app.Storage.Requests.Count(request => request.Method == "POST" && request.Path.Contains("-workitems/messages", StringComparison.Ordinal));

    /// <summary>Messages put into queues so far. How often queues are asked, found empty as well, is the machine's affair too.</summary>
    private static int Put(Running app) => app.Storage.Requests.Count(request => request is { Service: StorageService.Queue, Method: "POST" });

    private static int Written(Running app) => app.Storage.Requests.Count(request => request.Service == StorageService.Table && request.Method != "GET");

    private static async Task<int> EffectsAsync(Running app, IEnumerable<string> rollouts)
    {
        var done = 0;
        foreach (var rollout in rollouts)
            done += (await app.Store.ReadAsync(rollout, 0, default))!.Entries.Sum(entry => entry.Events.OfType<Rollouts.RolloutEvent.EffectDone>().Count());
        return done;
    }

    private static async Task<Dictionary<StorageService, double>> CountAsync(Running app)
    {
        var before = app.Storage.Requests.CountBy(request => request.Service).ToDictionary();
        await Task.Delay(Counted);
        var after = app.Storage.Requests.CountBy(request => request.Service).ToDictionary();
        return Enum.GetValues<StorageService>().ToDictionary(service => service, service => (double)after.GetValueOrDefault(service) - before.GetValueOrDefault(service));
    }

    private static Dictionary<StorageService, double> Less(Dictionary<StorageService, double> all, Dictionary<StorageService, double> without, double by) =>
        all.ToDictionary(count => count.Key, count => (count.Value - without[count.Key]) / by);

    private void Print(string what, Dictionary<StorageService, double> counts) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}: {counts.Values.Sum():0.0} requests ({string.Join(", ", counts.Select(count => FormattableString.Invariant($"{count.Key.ToString().ToLowerInvariant()} {count.Value:0.0}")))})"));

    private static string Plan(string rollout, Uri kpis, string reviewed) => $$"""
        plan: costs
        title: A launch at rest
        label: {{rollout}}
        observe: 5s
        roles: { lead: { members: [lead] } }
        flags:
          new_path: { dial: exposure, unit: user }
        sources:
          service: { kind: prometheus, url: "{{kpis}}" }
        metrics:
          error_rate:
            ratio: failed / total
            unit: ratio
            from: service
            query: { failed: "failed[$window]", total: "uploads[$window]" }
        go: [{ item: Ready, id: ready }]
        phases:
          - phase: P0
            title: Some
            lasts: 30d..
            exposure: { percent: 10 }
            review: {{reviewed}}
            gate: [error_rate < 5%]
        triggers:
          - { name: errors, when: error_rate over 1m > 10%, do: pause }
        """;

    private static int Size(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var size) ? size : usual;
}
