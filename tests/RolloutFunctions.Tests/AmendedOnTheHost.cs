using System.Net;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>A launch on the real host whose plan is changed while it is under way.</summary>
public sealed class AmendedOnTheHost
{
    /// <summary>More than one property of a table's row takes.</summary>
    private static readonly string LongComment = string.Concat(Enumerable.Range(0, 1000).Select(n => FormattableString.Invariant($"# {n}: the lawyers want their reasons to stand in the document as well, all of them\n")));

    [Fact]
    public async Task A_launch_goes_on_by_its_changed_plan_also_after_the_app_was_killed_and_nothing_rises_by_the_change()
    {
        await using var app = await TheApp.StartAsync();
        var launch = await Launch.InsideAsync(app);
        var first = PlanHash(await launch.ViewAsync());
        await RefusedAsync(app, launch);
        Assert.Equal(first, PlanHash(await launch.ViewAsync()));

        await launch.CommandAsync(Amend(launch.PlanText
            .Replace("percent: 20", "percent: 10", StringComparison.Ordinal)
            .Replace("triggers:\n", "triggers:\n  - { name: lost uploads, report: uploads-lost, do: back to P0 }\n", StringComparison.Ordinal) + "\n" + LongComment));
        var second = PlanHash(await launch.ViewAsync());
        Assert.NotEqual(first, second);
        Assert.Equal(5, (await launch.DialAsync()).Percent);
        await launch.CommandAsync(new { command = "mark", item = "works" });
        await app.UntilAsync("it is at 10 %, as the changed plan says", async () => (await launch.DialAsync()).Percent == 10);
        await app.UntilAsync("P1 is driven", async () => await app.DriverAsync(launch.Rollout + ".P1.1") is ("Running", _));

        await app.CrashAndRestartAsync();
        using (var told = await app.PostAsync($"api/reports/{launch.Rollout}", new { kind = "uploads-lost", text = "three are gone" })) Assert.True(told.IsSuccessStatusCode, $"{told.StatusCode}");
        await launch.BackAsync(1);
        await app.UntilAsync("it is at 5 % again", async () => (await launch.DialAsync()).Percent == 5);

        await launch.CommandAsync(Amend(launch.PlanText.Replace("percent: 20", "percent: 15", StringComparison.Ordinal)));
        await app.CrashAndRestartAsync();
        var third = PlanHash(await launch.ViewAsync());
        await launch.CommandAsync(new { command = "mark", item = "root-cause-fixed" });
        await app.UntilAsync("it is resumed", async () => (await app.PostAsync($"api/rollouts/{launch.Rollout}/commands", new { command = "resume", reason = "fixed" })).IsSuccessStatusCode);
        // A mark counts for the gate that is open: until that of the new attempt is, it is given again.
        await app.UntilAsync("it is at 15 %", async () =>
        {
            using var marked = await app.PostAsync($"api/rollouts/{launch.Rollout}/commands", new { command = "mark", item = "works" });
            return (await launch.DialAsync()).Percent == 15;
        });

        await launch.QuietAsync();
        await AuditAsync(app, launch, [second, third]);
    }

    private static object Amend(string planText) => new { command = "amend", planText, reason = "fewer at first" };

    private static string PlanHash(System.Text.Json.JsonElement view) => view.GetProperty("planHash").GetString()!;

    /// <summary>A plan that cannot be read, and one that lets more in by what has passed.</summary>
    private static async Task RefusedAsync(Running app, Launch launch)
    {
        foreach (var (text, status) in ((string, HttpStatusCode)[])
                 [(launch.PlanText + "\nnonsense: 1\n", HttpStatusCode.UnprocessableEntity), (launch.PlanText.Replace("percent: 5,", "percent: 6,", StringComparison.Ordinal), HttpStatusCode.Conflict)])
        {
            using var answer = await app.PostAsync($"api/rollouts/{launch.Rollout}/commands", Amend(text));
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    /// <summary>The chain holds, each change stands in it once, and who folds it anew is where the app is.</summary>
    private static async Task AuditAsync(Running app, Launch launch, string[] changes)
    {
        var journal = await launch.JournalAsync();
        var events = journal.SelectMany(entry => entry.Events).ToList();
        Assert.Equal(changes, events.OfType<RolloutEvent.PlanAmended>().Select(change => change.PlanHash));
        var done = events.OfType<RolloutEvent.EffectDone>().Select(effect => effect.Effect).ToList();
        Assert.Equal(done.Distinct(StringComparer.Ordinal), done);
        Assert.Single(events.OfType<RolloutEvent.WayBackBegun>());

        using var another = new Drainer(app.Store, new(), TimeProvider.System);
        var folded = (await another.ReadAsync(launch.Rollout, default))!;
        Assert.Equal((changes[^1], 15), (folded.Plan.Hash, folded.State.Permitted.Audience.Percent.Value));
        await app.UntilAsync("it is driven", async () => await app.DriverAsync($"{launch.Rollout}.P1.2") is ("Running", { Length: > 0 }));
    }
}
