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

    public ConductorTests()
    {
        files = new(folder.Path, TimeProvider.System);
        store = new(files);
        drainer = new(store, new(), TimeProvider.System);
    }

    public void Dispose()
    {
        drainer.Dispose();
        files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_post_that_went_out_while_a_commit_was_under_way_does_not_go_out_again()
    {
        var people = new SlowPeople();
        using var flags = new FlagsFile(Path.Combine(folder.Path, "flags.json"), TimeProvider.System);
        using var http = new OutboundHttp(new AllowedHosts([]), OutboundLimits.Default, TimeProvider.System);
        var carrier = new EffectCarrier(new(flags, store), people, new EvidenceFiles(folder.Path), flags, http, TimeProvider.System);
        var document = PlanReader.Read(Plan) is PlanReading.Sound sound ? sound.Document : throw new InvalidOperationException(string.Join('\n', ((PlanReading.Faulty)PlanReader.Read(Plan)).Errors));
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(await store.CreateAsync("told", document, new Input.Start("start", now, Actor.Of("ann"), "told", document.Name, document.Hash), default));
        var conductor = new Conductor("told", drainer, carrier, TimeProvider.System, NullLogger<Conductor>.Instance);
        using var stop = new CancellationTokenSource();
        var driving = Task.Run(() => conductor.RunAsync(stop.Token));
        await people.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.BeforeCommit = () =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };
        await store.OfferAsync("told", new Input.Report("r", now, Actor.Of("ann"), "seen", "1", null, ""), default);
        conductor.Nudge();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        people.Answer.SetResult();
        // Time for the post to be over, with the commit that knows nothing of it still under way.
        await Task.Delay(500);
        goOn.SetResult();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await drainer.ReadAsync("told", patience.Token))!.State.Pending.Values.Any(pending => pending.Effect is Effect.Post)) await Task.Delay(20, patience.Token);
        await stop.CancelAsync();
        await driving;
        Assert.NotEmpty(people.Posts);
        Assert.All(people.Posts, post => Assert.Equal(1, post.Value));
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
