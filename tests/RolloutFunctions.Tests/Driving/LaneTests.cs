using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>Posts to one channel go in order, and no other channel and no write waits for them.</summary>
public sealed class LaneTests
{
    private const string Driver = "d7-1.P0.1";

    private readonly Pending pending = new();

    private static DriveInput Phase => new(DriverRig.Rollout, 0) { Stage = "P0.1" };

    [Fact]
    public async Task A_channel_that_hangs_holds_up_its_own_posts_alone_and_neither_other_channels_nor_writes()
    {
        await using var rig = await StartAsync();
        var hangs = pending.Hang("2.1");
        pending.Decide(Post("2.1", "a"), Post("2.2", "b"), Post("2.3", "a"), Post("2.4", "b"), Post("2.5", "b"));
        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);
        await rig.UntilAsync("the other channel has all", () => pending.Done.Count == 3);

        pending.Decide(DriverRig.Effect("SetFlag", "6.1"));
        await rig.TellAsync(Driver, pending.Turn());
        await rig.UntilAsync("the flag is written", () => pending.Done.Contains("6.1"));

        Assert.Equal(["2.2", "2.4", "2.5", "6.1"], pending.Done);
        hangs.SetResult();
        await rig.UntilAsync("the channel goes on", () => pending.Done.Count == 6);
        Assert.Equal(["2.1", "2.3"], pending.Done.Skip(4));
        Assert.Single(rig.Calls, call => call == "Post 2.1");
        Assert.Equal(1, rig.Drains);
    }

    [Fact]
    public async Task A_wake_and_a_nudge_without_words_are_heard_while_a_post_hangs()
    {
        await using var rig = await StartAsync();
        var hangs = pending.Hang("2.1");
        pending.Wake = TimeProvider.System.GetUtcNow();
        pending.Decide(Post("2.1", "a"));
        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);
        await rig.UntilAsync("it woke", () => rig.Drains >= 2);

        pending.Wake = null;
        pending.Decide(DriverRig.Effect("SetSetting", "3.1"));
        await rig.NudgeAsync(Driver);

        await rig.UntilAsync("the setting is written", () => pending.Done.Contains("3.1"));
        hangs.SetResult();
        await rig.UntilAsync("the post is out", () => pending.Done.Contains("2.1"));
        Assert.Single(rig.Calls, call => call == "Post 2.1");
    }

    [Fact]
    public async Task A_driver_whose_stage_has_passed_begins_no_post_writes_what_is_to_be_written_and_ends_when_its_last_post_has()
    {
        await using var rig = await StartAsync();
        var hangs = pending.Hang("2.1");
        pending.Decide(Post("2.1", "a"), Post("2.2", "a"));
        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);
        await rig.UntilAsync("it posts", () => rig.Calls.Contains("Post 2.1"));

        pending.Stage = "P1.1";
        pending.Decide(DriverRig.Effect("SetFlag", "3.1"), Post("3.2", "b"));
        await rig.TellAsync(Driver, pending.Turn());
        await rig.UntilAsync("the flag is written", () => pending.Done.Contains("3.1"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.StatusAsync(Driver))?.Status);
        hangs.SetResult();

        await rig.UntilAsync("it has ended", async () => (await rig.StatusAsync(Driver))?.Status == OrchestrationRuntimeStatus.Completed);
        Assert.Equal(["Drain", "Post 2.1", "SetFlag 3.1"], rig.Calls);
    }

    [Fact]
    public async Task A_channel_that_asks_for_patience_gets_its_posts_in_order_and_the_status_says_why()
    {
        await using var rig = await StartAsync();
        var failures = new ConcurrentQueue<EffectReport>([new(false, FailureKind.Throttled, 10, "the channel asks for patience")]);
        rig.CarryAsync = call => call.Id == "2.1" && failures.TryDequeue(out var failure) ? Task.FromResult(failure) : pending.CarryAsync(call);
        pending.Decide(Post("2.1", "a"), Post("2.2", "b"), Post("2.3", "a"), Post("2.4", "b"));

        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);

        await rig.UntilAsync("it says why", async () => (await rig.StatusAsync(Driver))?.Words.Contains("not done yet: the channel asks for patience", StringComparison.Ordinal) == true);
        await rig.UntilAsync("everything is out", () => pending.Done.Count == 4);
        Assert.Equal(["2.2", "2.4", "2.1", "2.3"], pending.Done);
        Assert.Equal(2, rig.Calls.Count(call => call == "Post 2.1"));
    }

    [Fact]
    public async Task A_write_that_fails_is_not_what_posts_wait_for_and_a_nudge_has_it_tried_at_once()
    {
        await using var rig = await StartAsync();
        var locked = true;
        rig.CarryAsync = call => call.Kind == "SetFlag" && locked ? Task.FromResult(new EffectReport(false, FailureKind.Permanent, null, "it is locked")) : pending.CarryAsync(call);
        pending.Decide(DriverRig.Effect("SetFlag", "2.1"), Post("2.2", "a"), Post("2.3", "a"));

        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);
        await rig.UntilAsync("the posts are out", () => pending.Done.Count == 2);
        Assert.Equal(["Drain", "SetFlag 2.1", "Post 2.2", "Post 2.3"], rig.Calls);
        locked = false;
        await rig.NudgeAsync(Driver);

        await rig.UntilAsync("the flag is written", () => pending.Done.Contains("2.1"));
    }

    [Fact]
    public async Task Many_posts_go_out_once_each_and_in_the_order_of_their_channel_over_several_generations()
    {
        await using var rig = await StartAsync();
        var posts = Enumerable.Range(1, 3 * DriveLoop.MostCalls).Select(n => Post(FormattableString.Invariant($"2.{n}"), FormattableString.Invariant($"{n % 3}"))).ToArray();
        pending.Decide(posts);

        await rig.StartAsync(PhaseOrchestrator.Name, Driver, Phase);

        await rig.UntilAsync("all are out", () => pending.Done.Count == posts.Length);
        var sent = rig.Calls.Where(call => call != Activities.Drain).Select(call => call["Post ".Length..]).ToList();
        Assert.Equal(posts.Length, sent.Count);
        foreach (var lane in posts.GroupBy(post => post.Lane))
            Assert.Equal(lane.Select(post => post.Id), sent.Where(id => lane.Any(post => post.Id == id)));
        Assert.InRange(rig.Generations, 3, posts.Length / 4);
    }

    private static EffectCall Post(string id, string lane) => DriverRig.Effect("Post", id, lane);

    private async Task<DriverRig> StartAsync()
    {
        var rig = await DriverRig.StartAsync();
        (rig.Drain, rig.CarryAsync) = (_ => pending.Turn(), pending.CarryAsync);
        return rig;
    }

    /// <summary>What is decided and not done, as a journal has it.</summary>
    private sealed class Pending
    {
        private readonly Lock gate = new();
        private readonly List<EffectCall> effects = [];
        private readonly List<string> done = [];
        private readonly ConcurrentDictionary<string, TaskCompletionSource> hanging = new(StringComparer.Ordinal);
        private long seq = 1;

        public string Stage { get; set; } = "P0.1";

        public DateTimeOffset? Wake { get; set; }

        public IReadOnlyList<string> Done
        {
            get
            {
                lock (gate) return [.. done];
            }
        }

        public void Decide(params EffectCall[] decided)
        {
            lock (gate)
            {
                effects.AddRange(decided);
                seq++;
            }
        }

        /// <summary>The effect ends when the caller says so.</summary>
        public TaskCompletionSource Hang(string id) => hanging[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DriveTurn Turn()
        {
            lock (gate) return DriverRig.Turn(Stage, wake: Wake, effects: [.. effects.Where(effect => effect.IsWrite), .. effects.Where(effect => !effect.IsWrite)]) with { Seq = seq };
        }

        public async Task<EffectReport> CarryAsync(EffectCall call)
        {
            if (hanging.TryGetValue(call.Id, out var until)) await until.Task;
            lock (gate)
            {
                if (effects.RemoveAll(effect => effect.Id == call.Id) > 0) done.Add(call.Id);
                seq++;
                return EffectReport.Fine with { Turn = Turn() };
            }
        }
    }
}
