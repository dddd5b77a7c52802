using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class ConductorTests : IDisposable
{
    private const string Plan = """
        plan: told
        title: Told
        channel: "#launch"
        channels: { "#launch": [slack, mail] }
        roles: { lead: { members: [ann] } }
        flags:
          new_path: { dial: exposure, unit: user }
        go: [{ item: Ready, owner: lead }]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            exposure: { percent: 100 }
            gate: [{ item: Looked at, owner: lead }]
        way-back:
          - restore: exposure of target
        """;

    private readonly TemporaryFolder folder = new();
    private readonly JournalFiles files;
    private readonly CountedStore store;
    private readonly Drainer drainer;
    private readonly FlagsFile flags;
    private readonly OutboundHttp http = new(new AllowedHosts([]), OutboundLimits.Default, TimeProvider.System);

    public ConductorTests()
    {
        files = new(folder.Path, TimeProvider.System);
        store = new(files);
        drainer = new(store, new(), TimeProvider.System);
        flags = new(Path.Combine(folder.Path, "flags.json"), TimeProvider.System);
    }

    public void Dispose()
    {
        http.Dispose();
        flags.Dispose();
        drainer.Dispose();
        files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_post_that_went_out_while_a_commit_was_under_way_does_not_go_out_again()
    {
        var people = new SlowPeople();
        using var driven = await DriveAsync(people);
        await people.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.BeforeCommit = () =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };
        await store.OfferAsync("told", new Input.Report("r", Now, Actor.Of("ann"), "seen", "1", null, ""), default);
        driven.Conductor.Nudge();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        people.Answer.SetResult();
        // Time for the post to be over, with the commit that knows nothing of it still under way.
        await Task.Delay(500);
        goOn.SetResult();

        await QuietAsync();
        await driven.EndAsync();
        Assert.NotEmpty(people.Posts);
        Assert.All(people.Posts, post => Assert.Equal(1, post.Value));
    }

    [Fact]
    public async Task A_channel_that_hangs_holds_up_its_own_posts_alone_and_neither_other_channels_nor_writes()
    {
        var people = new HangingWay(Via.Slack);
        using var driven = await DriveAsync(people);
        await store.OfferAsync("told", new Input.Mark("ready", Now, Actor.Of("ann"), "ready", true, null, ""), default);
        driven.Conductor.Nudge();

        await UntilAsync(async () => (await flags.ReadAsync(GovernedKey.Flag("new_path"), default)).Content is not null);
        await UntilAsync(async () => (await PendingAsync()).All(effect => effect is Effect.Post { Via: Via.Slack }));
        Assert.Empty(people.By(Via.Slack));
        people.Answer.SetResult();

        await QuietAsync();
        await driven.EndAsync();
        var posts = people.By(Via.Mail);
        Assert.True(posts.Count >= 4, $"{posts.Count} posts");
        Assert.Equal(posts, people.By(Via.Slack));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<Driven> DriveAsync(INotifier people)
    {
        var carrier = new EffectCarrier(new(flags, store), people, new EvidenceFiles(folder.Path), flags, http, TimeProvider.System);
        var document = PlanReader.Read(Plan) is PlanReading.Sound sound ? sound.Document : throw new InvalidOperationException(string.Join('\n', ((PlanReading.Faulty)PlanReader.Read(Plan)).Errors));
        Assert.True(await store.CreateAsync("told", document, new Input.Start("start", Now, Actor.Of("ann"), "told", document.Name, document.Hash), default));
        return new(new("told", drainer, carrier, new NoTimers(), NullLogger<Conductor>.Instance));
    }

    private Task QuietAsync() => UntilAsync(async () => !(await PendingAsync()).Any());

    private async Task<IEnumerable<Effect>> PendingAsync() => (await drainer.ReadAsync("told", default))!.State.Pending.Values.Select(pending => pending.Effect);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds()) await Task.Delay(20, patience.Token);
    }

    private sealed class Driven : IDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task running;

        public Driven(Conductor conductor)
        {
            Conductor = conductor;
            running = Task.Run(() => conductor.RunAsync(stop.Token));
        }

        public Conductor Conductor { get; }

        public async Task EndAsync()
        {
            await stop.CancelAsync();
            await running;
        }

        public void Dispose() => stop.Dispose();
    }

    /// <summary>No time passes for who waits: nothing here rests on how fast the machine is.</summary>
    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }

    /// <summary>One of the ways takes nothing until it is told to.</summary>
    private sealed class HangingWay(Via hangs) : INotifier
    {
        private readonly ConcurrentQueue<Effect.Post> posts = new();

        public TaskCompletionSource Answer { get; } = new();

        public IReadOnlyList<string> By(Via via) => [.. posts.Where(post => post.Via == via).Select(post => post.Text)];

        public async Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
        {
            if (post.Via == hangs) await Answer.Task.WaitAsync(cancellation);
            posts.Enqueue(post);
            return "told";
        }
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowPeople : INotifier
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Answer { get; } = new();

        public ConcurrentDictionary<string, int> Posts { get; } = new(StringComparer.Ordinal);

        public async Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
        {
            Posts.AddOrUpdate(post.Id, 1, (_, count) => count + 1);
            Asked.TrySetResult();
            await Answer.Task.WaitAsync(cancellation);
            return "told";
        }
    }
}
