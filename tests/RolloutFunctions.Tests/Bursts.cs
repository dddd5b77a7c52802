using System.Globalization;
using System.Net;
using Rollouts;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>Many inputs to one launch, and many launches at once. <c>BURST</c> and <c>BURST_LAUNCHES</c> make them more: 1000 and 200 are what the app is made for.</summary>
public sealed class Bursts(ITestOutputHelper output)
{
    private static int Inputs => Size("BURST", 150);

    private static int LaunchCount => Size("BURST_LAUNCHES", 12);

    [Fact]
    public async Task Every_input_of_a_burst_has_one_outcome_in_order_of_acceptance_and_an_alert_among_them_goes_first()
    {
        await using var app = await TheApp.StartAsync();
        var launch = await Launch.UpAsync(app);
        var began = TimeProvider.System.GetTimestamp();

        var burst = Enumerable.Range(0, Inputs).Select(n => app.PostAsync($"api/reports/{launch.Rollout}", new { kind = "seen", key = $"{n}", text = "a report" })).ToList();
        await Task.WhenAny(burst);
        var alerted = TimeProvider.System.GetTimestamp();
        var alert = launch.AlertAsync("f1");
        var down = TheTimeToTheFlag.DownAsync(launch, alerted);
        Assert.Equal(HttpStatusCode.Accepted, (await alert).StatusCode);
        var answered = TimeProvider.System.GetElapsedTime(alerted);
        var waiting = burst.Count(each => !each.IsCompleted);
        Assert.False(await launch.SwitchAsync());
        var flag = await down;
        var answers = await Task.WhenAll(burst);

        output.WriteLine(FormattableString.Invariant($"{Inputs} inputs: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s; the alert was answered after {answered.TotalMilliseconds:0} ms, {waiting} inputs still waiting"));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}"));
        await app.UntilAsync("everything is decided", async () => (await app.Store.ReadAsync(launch.Rollout, 0, default))!.Inbox.IsEmpty);
        var journal = await launch.JournalAsync();
        var reports = journal.Select(entry => entry.Input).OfType<Input.Report>().ToList();
        Assert.Equal(Inputs, reports.Count);
        Assert.Equal(Inputs, reports.Select(report => report.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(journal, entry => entry.Input is Input.Alert);
        await launch.BackAsync(1);
        await launch.QuietAsync();
        var bare = TheTimeToTheFlag.Median(await TheTimeToTheFlag.BareAsync(app, launch));
        output.WriteLine(FormattableString.Invariant($"alert sent under the burst -> kill switch off: {flag.TotalMilliseconds:0} ms; a bare write of it {bare:0.0} ms at rest, added {flag.TotalMilliseconds - bare:0} ms"));
    }

    [Fact]
    public async Task Launches_that_start_at_once_all_come_up_and_all_go_back()
    {
        // As often as is usual, nearly: with a round every second this would measure the rounds.
        await using var app = await TheApp.StartAsync(Outer.Servers.Azurite.StartAsync, ("GatherKpisSchedule", "*/20 * * * * *"), ("ReviewGatesSchedule", "0 * * * * *"));
        app.Patience += LaunchCount * TimeSpan.FromSeconds(3);
        var began = TimeProvider.System.GetTimestamp();

        var launches = await Task.WhenAll(Enumerable.Range(0, LaunchCount).Select(_ => Launch.UpAsync(app)));
        output.WriteLine(FormattableString.Invariant($"{LaunchCount} launches: up after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s"));
        began = TimeProvider.System.GetTimestamp();
        var again = 0;
        var answers = await Task.WhenAll(launches.Select(async launch =>
        {
            // As all senders do, and as often as the most impatient.
            for (var tries = 1; ; tries++)
            {
                var answer = await launch.AlertAsync("f1");
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || tries == 4) return answer;
                Interlocked.Increment(ref again);
                await Task.Delay(TimeSpan.FromSeconds(5));
            }
        }));
        output.WriteLine(FormattableString.Invariant($"{LaunchCount} alerts: answered after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s, {again} of them asked for again"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        await Task.WhenAll(launches.Select(launch => launch.BackAsync(1)));
        foreach (var launch in launches)
        {
            Assert.False(await launch.SwitchAsync());
            Assert.Single((await launch.JournalAsync()).SelectMany(entry => entry.Events).OfType<RolloutEvent.WayBackBegun>());
        }

        output.WriteLine(FormattableString.Invariant($"{LaunchCount} launches: back after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static int Size(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var size) ? size : usual;
}
