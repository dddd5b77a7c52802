using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class DrainerTests : IDisposable
{
    private const string Rollout = "driven-1";

    private readonly DrivenLaunches launches = new(TimeProvider.System);

    public void Dispose() => launches.Dispose();

    private Input.Report Report(int n) => new($"report-{n:000}", launches.Time.GetUtcNow(), DrivenLaunches.Ann, "seen", $"{n}", null, "");

    private Input.Alert Alert() =>
        new("alert", launches.Time.GetUtcNow(), DrivenLaunches.Ann, "alertmanager", "HighErrorRate", "e1", true, "critical", launches.Time.GetUtcNow(), null);

    [Fact]
    public async Task Senders_at_the_same_time_share_reads_and_commits_and_each_hears_its_own_outcome()
    {
        await launches.StartAsync(Rollout);
        var inputs = Enumerable.Range(0, 300).Select(Report).ToList();
        foreach (var input in inputs) Assert.Equal(Offered.Stored, await launches.Store.OfferAsync(Rollout, input, default));
        launches.Store.Forget();
        launches.Store.BeforeCommit = async () => await Task.Yield();

        var answers = await Task.WhenAll(inputs.Select(input => Task.Run(() => launches.Drainer.DecideAsync(Rollout, input, default))));

        Assert.All(answers.Zip(inputs), pair => Assert.Equal(pair.Second.Id, pair.First!.Value.Entry!.Input.Id));
        Assert.Equal(300 / IRolloutStore.MostEntries, launches.Store.Commits);
        Assert.True(launches.Store.Reads <= 4, $"{launches.Store.Reads} reads");
        var journal = await launches.JournalAsync(Rollout);
        Assert.Equal(inputs.Select(input => input.Id), journal.Select(entry => entry.Input).OfType<Input.Report>().Select(report => report.Id));
    }

    [Fact]
    public async Task An_alert_that_takes_back_is_decided_before_everything_that_waits()
    {
        await launches.StartAsync(Rollout);
        foreach (var n in Enumerable.Range(0, 100)) await launches.Store.OfferAsync(Rollout, Report(n), default);
        var before = (await launches.JournalAsync(Rollout)).Length;
        await launches.Store.OfferAsync(Rollout, Alert(), default);

        await launches.Drainer.DrainAsync(Rollout, [], default);

        Assert.IsType<Input.Alert>((await launches.JournalAsync(Rollout))[before].Input);
    }

    [Fact]
    public async Task What_was_read_for_somebody_who_hung_up_is_not_taken_for_the_inbox_of_now()
    {
        await launches.StartAsync(Rollout);
        using var fresh = new Drainer(launches.Store, new(), launches.Time);
        using var hangUp = new CancellationTokenSource();
        launches.Store.BeforePlan = hangUp.CancelAsync;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fresh.ReadAsync(Rollout, hangUp.Token));
        await launches.Store.OfferAsync(Rollout, Alert(), default);

        var (after, entry) = (await fresh.DecideAsync(Rollout, Alert(), default))!.Value;

        Assert.Equal("alert", entry!.Input.Id);
        Assert.NotEmpty(after.State.Returning);
    }

    [Fact]
    public async Task An_alert_that_comes_while_a_long_inbox_is_decided_goes_into_the_very_next_commit()
    {
        await launches.StartAsync(Rollout);
        foreach (var n in Enumerable.Range(0, 200)) await launches.Store.OfferAsync(Rollout, Report(n), default);
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        launches.Store.BeforeCommit = () =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };
        var before = (await launches.JournalAsync(Rollout)).Length;
        var draining = launches.Drainer.DrainAsync(Rollout, [], default);
        await reached.Task;

        await launches.Store.OfferAsync(Rollout, Alert(), default);
        var alerted = launches.Drainer.DecideAsync(Rollout, Alert(), default);
        goOn.SetResult();

        Assert.Equal("alert", (await alerted)!.Value.Entry!.Input.Id);
        await draining;
        Assert.IsType<Input.Alert>((await launches.JournalAsync(Rollout))[before + IRolloutStore.MostEntries].Input);
    }

    [Fact]
    public async Task What_became_of_an_effect_does_not_wait_for_a_long_inbox()
    {
        await launches.StartAsync(Rollout);
        await launches.Store.OfferAsync(Rollout, Alert(), default);
        var (after, _) = (await launches.Drainer.DecideAsync(Rollout, Alert(), default))!.Value;
        foreach (var n in Enumerable.Range(0, 100)) await launches.Store.OfferAsync(Rollout, Report(n), default);
        launches.Store.Forget();

        var recorded = await launches.Drainer.RecordAsync(
            Rollout, [.. after.Work.Effects.Select(effect => new Input.EffectSucceeded("done:" + effect.Id, launches.Time.GetUtcNow(), effect.Id, ""))], default);

        Assert.Equal(1, launches.Store.Commits);
        Assert.True(recorded!.State.Returning.IsEmpty || recorded.State.Returning.Values.All(back => back.Fenced));
        Assert.Equal(100, (await launches.Drainer.LookAsync(Rollout, default))!.Value.Undecided + recorded.Entries.Count(entry => entry.Input is Input.Report));
    }

    [Fact]
    public async Task An_input_that_was_decided_long_ago_has_no_entry_here_and_is_not_waited_for()
    {
        await launches.StartAsync(Rollout);
        await launches.Store.OfferAsync(Rollout, Report(1), default);
        await launches.Drainer.DrainAsync(Rollout, [], default);

        Assert.Equal("report-001", (await launches.Drainer.DecideAsync(Rollout, Report(1), default))!.Value.Entry!.Input.Id);
        Assert.Null((await launches.Drainer.DecideAsync(Rollout, Report(2), default))!.Value.Entry);
        Assert.Null(await launches.Drainer.DecideAsync("nobody", Report(1), default));
    }
}
