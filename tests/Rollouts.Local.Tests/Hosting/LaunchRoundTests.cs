using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>One round over all launches, as the timers of a durable head run it.</summary>
public sealed class LaunchRoundTests : IDisposable
{
    private readonly MovableTime time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly CountedSource source = new();
    private readonly List<string> driven = [];
    private readonly DrivenLaunches launches;
    private readonly LaunchRound round;

    public LaunchRoundTests()
    {
        launches = new(time);
        var reader = new KpiReader([source], TimeProvider.System, TimeSpan.FromSeconds(20));
        round = new(launches.Store, launches.Drainer, reader, new(reader, time), time, NullLogger<LaunchRound>.Instance);
    }

    public void Dispose() => launches.Dispose();

    private Task DriveAsync(string rollout, Drained? decided, CancellationToken cancellation)
    {
        lock (driven) driven.Add(rollout);
        return Task.CompletedTask;
    }

    private async Task GatherAsync(TimeSpan later)
    {
        time.Move(later);
        driven.Clear();
        await round.GatherAsync(DriveAsync, default);
    }

    [Fact]
    public async Task A_source_is_asked_once_for_all_launches_that_share_it_and_one_that_fails_holds_up_no_other()
    {
        foreach (var n in Enumerable.Range(1, 3)) await launches.StartAsync($"shares-{n}");
        await launches.StartAsync("fails-1", "broken");

        await GatherAsync(TimeSpan.Zero);

        Assert.Equal(["http://broken", "http://one"], source.Asked.Order(StringComparer.Ordinal));
        foreach (var n in Enumerable.Range(1, 3)) Assert.Contains(await launches.JournalAsync($"shares-{n}"), entry => entry.Events.Any(IsMet));
        Assert.DoesNotContain(await launches.JournalAsync("fails-1"), entry => entry.Events.Any(IsMet));

        static bool IsMet(RolloutEvent happened) => happened is RolloutEvent.VerdictChanged { Line: { Verdict: Verdict.Met, Rule: var rule } } && rule.StartsWith("error_rate", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readings_are_taken_at_the_plans_interval_and_a_launch_is_driven_only_when_they_changed_something()
    {
        await launches.StartAsync("calm-1");
        await GatherAsync(TimeSpan.Zero);
        Assert.Equal(["calm-1"], driven);
        await GatherAsync(TimeSpan.FromSeconds(2));
        source.Asked.Clear();

        await GatherAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(source.Asked);
        await GatherAsync(TimeSpan.FromSeconds(10));

        Assert.Single(source.Asked);
        Assert.Empty(driven);
        source.Value = 0.5;
        await GatherAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["calm-1"], driven);
    }

    [Fact]
    public async Task An_input_that_nobody_decided_is_decided_and_its_launch_driven()
    {
        await launches.StartAsync("left-1");
        await GatherAsync(TimeSpan.Zero);
        await launches.Store.OfferAsync("left-1", new Input.Pause("p1", time.GetUtcNow(), DrivenLaunches.Ann, "lunch"), default);

        await GatherAsync(TimeSpan.FromSeconds(1));

        Assert.Contains("left-1", driven);
        Assert.Contains(await launches.JournalAsync("left-1"), entry => entry.Input.Id == "p1");
    }

    [Fact]
    public async Task Effects_that_nobody_carried_out_for_half_a_minute_are_driven_every_two_minutes()
    {
        await launches.StartAsync("late-1");
        await launches.Store.OfferAsync("late-1", new Input.RollBack("r1", time.GetUtcNow(), DrivenLaunches.Ann, "nobody", null, "odd"), default);
        await launches.Drainer.DrainAsync("late-1", [], default);
        await GatherAsync(TimeSpan.Zero);
        await GatherAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(driven);

        await GatherAsync(TimeSpan.FromSeconds(31));
        Assert.Equal(["late-1"], driven);
        await GatherAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(driven);
        await GatherAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["late-1"], driven);
    }

    [Fact]
    public async Task A_launch_that_is_over_is_looked_at_seldom()
    {
        await launches.StartAsync("over-1");
        await launches.Store.OfferAsync("over-1", new Input.Abort("a1", time.GetUtcNow(), DrivenLaunches.Ann, "not now"), default);
        await launches.Drainer.DrainAsync("over-1", [], default);
        while (await launches.Drainer.ReadAsync("over-1", default) is { Work.Effects: [var effect, ..] })
            await launches.Drainer.RecordAsync("over-1", [new Input.EffectSucceeded("done:" + effect.Id, time.GetUtcNow(), effect.Id, "")], default);
        await GatherAsync(TimeSpan.Zero);
        launches.Store.Forget();

        await GatherAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, launches.Store.Reads);
        await launches.Store.OfferAsync("over-1", new Input.Throw("t1", time.GetUtcNow(), DrivenLaunches.Ann, null, "to be sure"), default);
        await GatherAsync(TimeSpan.FromMinutes(10));

        Assert.Contains(await launches.JournalAsync("over-1"), entry => entry.Input.Id == "t1");
        Assert.Equal(["over-1"], driven);
    }

    [Fact]
    public async Task A_review_that_is_due_is_held_on_readings_of_now_once_also_when_it_is_late()
    {
        await launches.StartAsync("reviewed-1");
        await GatherAsync(TimeSpan.Zero);
        time.Move(TimeSpan.FromMinutes(30));
        Assert.Empty(await round.ReviewAsync(DriveAsync, default));

        time.Move(TimeSpan.FromHours(3));

        Assert.Equal(("reviewed-1", "P0#1"), Assert.Single(await round.ReviewAsync(DriveAsync, default)));
        Assert.Empty(await round.ReviewAsync(DriveAsync, default));
    }

    /// <summary>Answers every question with one value; the source at <c>broken</c> throws.</summary>
    private sealed class CountedSource : IKpiSource
    {
        public List<string> Asked { get; } = [];

        public double Value { get; set; } = 0.01;

        public string Kind => "prometheus";

        public Task<ImmutableArray<Reading>> ReadAsync(MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation)
        {
            lock (Asked) Asked.Add(source.Options["url"]);
            if (source.Options["url"] == "http://broken") throw new InvalidOperationException("it is broken");
            return Task.FromResult<ImmutableArray<Reading>>([.. questions.Select(question => Reading.Of(question.Wanted.Key, now, Value, 100))]);
        }
    }

    private sealed class MovableTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public void Move(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
