using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Rollouts;
using Rollouts.SlackPreview;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>The app is killed with SIGKILL at random while it posts to Slack, and while people approve and take back there. <c>CRASH_ROUNDS</c> kills it more often.</summary>
public sealed class KilledWhilePeopleClick(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Launches = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, string> acknowledged = new(StringComparer.Ordinal);
    private SlackTeam slack = null!;
    private Running app = null!;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    public async Task InitializeAsync()
    {
        slack = await SlackTeam.StartAsync();
        app = await TheApp.StartAsync(Outer.Servers.Azurite.StartAsync, slack.Settings);
        slack.Serve(app);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task Every_click_that_was_answered_has_one_outcome_and_nothing_is_posted_twice()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {Rounds} kills");
        var random = new Random(seed);
        var launches = await Task.WhenAll(Enumerable.Range(0, Launches).Select(n => SecondsLaunch.StartAsync(app, ChannelOf(n), (rollout, _, person) => ApproveAsync(rollout, person))));
        try
        {
            var journeys = Task.WhenAll(launches.Select(JourneyAsync));
            for (var n = 0; n < Rounds; n++)
            {
                await Task.WhenAny(journeys, Task.Delay(TimeSpan.FromSeconds(4 + random.NextDouble() * 14)));
                await app.CrashAndRestartAsync();
                slack.Serve(app);
            }

            await journeys;
            foreach (var launch in launches) await AuditAsync(launch);
            await Nothing_is_open_to_a_click_any_more();
        }
        finally
        {
            foreach (var launch in launches) launch.Dispose();
        }

        output.WriteLine($"{acknowledged.Count} clicks and forms were answered, {slack.Workspace.Messages.Count(message => message.OnlyFor is null)} messages posted");
    }

    private string ChannelOf(int number)
    {
        var channel = FormattableString.Invariant($"C0LAUNCH{number}");
        slack.Workspace.Channels[channel] = FormattableString.Invariant($"launch-{number}");
        return channel;
    }

    /// <summary>Up, taken back in the middle, up again, to the watch, closed.</summary>
    private async Task JourneyAsync(SecondsLaunch launch)
    {
        await launch.UpToAsync("P2", 10);
        await RollBackAsync(launch);
        await launch.WatchedAsync();
        await launch.UntilAsync("closed", view =>
        {
            _ = launch.CommandAsync(new { command = "close" });
            return SecondsLaunch.Text(view, "stage") == "Closed";
        });
    }

    /// <summary>One click on the last prompt, once it is there.</summary>
    private async Task ApproveAsync(string rollout, string person)
    {
        var user = person switch { "ada" => SlackTeam.Ada, "grace" => SlackTeam.Grace, _ => SlackTeam.Linus };
        if (slack.Workspace.Messages.LastOrDefault(message => message.Thread is null && Asks(message, rollout)) is not { } prompt) return;
        var at = slack.People.Moment();
        if (await AnsweredAsync(() => slack.People.ClickAsync(prompt, "Approve", user, at)) is not null) acknowledged[$"slack:{slack.Workspace.Team}:{user}:{at}"] = rollout;
    }

    private static bool Asks(PreviewMessage message, string rollout) =>
        SlackTeam.Headline(message).StartsWith("Approve ", StringComparison.Ordinal) && Says(message, $"({rollout})") && Says(message, "\"Approve\"");

    /// <summary>Types the command, and sends the form that opens until it is answered: one form counts once.</summary>
    private async Task RollBackAsync(SecondsLaunch launch)
    {
        var began = TimeProvider.System.GetTimestamp();
        PreviewView? form = null;
        while (form is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "no form opens");
            await AnsweredAsync(() => slack.People.TypeAsync(SlackTeam.Channel, $"rollback {launch.Rollout}", SlackTeam.Linus));
            await Task.Delay(1000);
            form = slack.Workspace.Views.FirstOrDefault(view => view.View.ToJsonString().Contains($"({launch.Rollout})", StringComparison.Ordinal));
        }

        while (await AnsweredAsync(() => slack.People.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "it looks odd" })) is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "the form is not answered");
            await Task.Delay(200);
        }

        acknowledged[$"slack:{slack.Workspace.Team}:{form.User}:{form.Id}"] = launch.Rollout;
    }

    /// <summary>Null when it was not answered with 200: the app was killed, or was not there.</summary>
    private static async Task<string?> AnsweredAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send();
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private async Task AuditAsync(SecondsLaunch launch)
    {
        var events = await KilledOverAndOver.HoldsOnceAsync(app, launch);
        var decided = (await launch.JournalAsync()).Entries.Select(entry => entry.Input.Id).ToList();
        foreach (var (click, _) in acknowledged.Where(click => click.Value == launch.Rollout))
            Assert.True(decided.Count(id => id == click) == 1, $"{click} was answered, and has {decided.Count(id => id == click)} outcomes");
        Assert.Contains(events, happened => happened is RolloutEvent.ApprovalGiven);

        var planned = events.OfType<RolloutEvent.EffectPlanned>().Select(plan => plan.Effect).OfType<Effect.Post>().Select(post => $"{launch.Rollout}/{post.Id}");
        var posted = slack.Workspace.Messages.Where(message => message.OnlyFor is null).Select(message => (string?)message.Metadata?["event_payload"]?["effect"] ?? "")
            .Where(marker => marker.StartsWith(launch.Rollout + "/", StringComparison.Ordinal));
        Assert.Equal(planned.Order(StringComparer.Ordinal), posted.Order(StringComparer.Ordinal));
    }

    /// <summary>What was decided while the app was killed shows it in the end.</summary>
    private async Task Nothing_is_open_to_a_click_any_more()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (slack.Workspace.Messages.FirstOrDefault(message => message.OnlyFor is null && Says(message, "\"Approve\"")) is { } open)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"'{SlackTeam.Headline(open)}' can still be clicked\n{app.Host.LastWords()}");
            await Task.Delay(500);
        }
    }

    private static bool Says(PreviewMessage message, string words) => message.Blocks.OfType<JsonObject>().Any(block => block.ToJsonString().Contains(words, StringComparison.Ordinal));
}
