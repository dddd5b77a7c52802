using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What rounds tell the log of launches that are behind: the alert rules on the system's own health read these lines.</summary>
public sealed class ArrearsTests : IDisposable
{
    private readonly MovableTime time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly Lines lines = new();
    private readonly DrivenLaunches launches;
    private readonly LaunchRound round;

    public ArrearsTests()
    {
        launches = new(time);
        var reader = new KpiReader([new Source()], TimeProvider.System, TimeSpan.FromSeconds(20));
        round = new(launches.Store, launches.Drainer, reader, new(reader, time), time, lines);
    }

    public void Dispose() => launches.Dispose();

    private async Task<IEnumerable<string>> ToldAsync(TimeSpan later)
    {
        time.Move(later);
        lines.Told.Clear();
        await round.GatherAsync((_, _, _) => Task.CompletedTask, default);
        return lines.Told;
    }

    private async Task SayAsync(string rollout, Input input)
    {
        await launches.Store.OfferAsync(rollout, input, default);
        await launches.Drainer.DrainAsync(rollout, [], default);
    }

    [Fact]
    public async Task Nothing_is_told_of_launches_that_are_not_behind()
    {
        await launches.StartAsync("calm-1");

        Assert.Empty(await ToldAsync(TimeSpan.Zero));
        Assert.Empty(await ToldAsync(TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public async Task Effects_that_wait_for_more_than_five_minutes_are_told_every_round()
    {
        await launches.StartAsync("late-1");
        await SayAsync("late-1", new Input.Throw("t1", time.GetUtcNow(), DrivenLaunches.Ann, null, "to be sure"));

        Assert.Empty(await ToldAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal(["Warning late-1: 3 effects wait to be done, the oldest, write, for 6m"], await ToldAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(["Warning late-1: 3 effects wait to be done, the oldest, write, for 7m"], await ToldAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_way_back_that_is_held_up_is_told_after_two_minutes()
    {
        await launches.StartAsync("back-1");
        await SayAsync("back-1", new Input.RollBack("r1", time.GetUtcNow(), DrivenLaunches.Ann, "nobody", null, "odd"));

        Assert.Empty(await ToldAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal(["Error back-1: way back 1 is held up: write waits to be done for 3m"], await ToldAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_source_that_fails_is_told_once_for_each_launch_and_reason()
    {
        await launches.StartAsync("blind-1", "broken");
        await ToldAsync(TimeSpan.Zero);

        Assert.Empty(await ToldAsync(TimeSpan.FromMinutes(5)));
        var told = Assert.Single(await ToldAsync(TimeSpan.FromMinutes(1)));
        Assert.StartsWith("Warning blind-1: a source fails: error_rate", told, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_is_refused_for_good_is_told_as_it_is_given_up()
    {
        await launches.StartAsync("refused-1");
        await SayAsync("refused-1", new Input.RollBack("r1", time.GetUtcNow(), DrivenLaunches.Ann, "nobody", null, "odd"));
        var post = (await launches.Drainer.ReadAsync("refused-1", default))!.Work.Effects.OfType<Effect.Post>().First();
        var work = new EffectWork(launches.Drainer, null!, new(null!, new Refusing(), null!, null!, null!, time), time, lines);

        await work.CarryOutAsync(EffectCall.Of("refused-1", post), default);

        Assert.Equal($"Error refused-1: effect {post.Id} is given up: no such channel", Assert.Single(lines.Told));
        Assert.Contains(await launches.JournalAsync("refused-1"), entry => entry.Events.Any(happened => happened is RolloutEvent.EffectGivenUp));
    }

    private sealed class Refusing : INotifier
    {
        public Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation) => throw new StoreException("no such channel") { Kind = FailureKind.Permanent };
    }

    private sealed class Lines : ILogger<LaunchRound>, ILogger<EffectWork>
    {
        public List<string> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Told.Add($"{logLevel} {formatter(state, exception)}");
    }

    private sealed class Source : IKpiSource
    {
        public string Kind => "prometheus";

        public Task<ImmutableArray<Reading>> ReadAsync(MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation) =>
            source.Options["url"] == "http://broken"
                ? throw new InvalidOperationException("the source is broken")
                : Task.FromResult<ImmutableArray<Reading>>([.. questions.Select(question => Reading.Of(question.Wanted.Key, now, 0.01, 100))]);
    }

    private sealed class MovableTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public void Move(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
