using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;
using Xunit.Abstractions;

namespace Rollouts.Crash.Tests;

/// <summary>The embedded host is killed over and over while a launch goes up, is taken back and goes up again.</summary>
/// <remarks><c>CRASH_ROUNDS</c> is how often (10), <c>CRASH_SEED</c> repeats the choices of a run.</remarks>
public sealed class KilledHostTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Rollout = "launch";

    private readonly string folder = Directory.CreateTempSubdirectory("rollouts-crash-").FullName;
    private readonly CancellationTokenSource over = new();
    private readonly Sender sender = new();
    private KpiPage page = null!;
    private PlanReading.Sound plan = null!;
    private Audit? before;
    private bool passed;

    public async Task InitializeAsync()
    {
        page = await KpiPage.OpenAsync();
        plan = CrashPlan.Reading(page.Address);
    }

    public async Task DisposeAsync()
    {
        await over.CancelAsync();
        over.Dispose();
        sender.Dispose();
        await page.DisposeAsync();
        if (passed) Directory.Delete(folder, recursive: true);
        else output.WriteLine($"what it left is kept in {folder}");
    }

    [Fact]
    public async Task A_killed_host_loses_nothing_it_acknowledged_and_exposes_nothing_undecided()
    {
        var rounds = Setting("CRASH_ROUNDS", 10);
        var seed = Setting("CRASH_SEED", Random.Shared.Next());
        output.WriteLine($"CRASH_SEED={seed} CRASH_ROUNDS={rounds}");
        var random = new Random(seed);
        await using var flags = new FlagsWatch(Path.Combine(folder, "flags.json"), plan.Plan);
        flags.Begin();
        var crew = new Crew(sender, Rollout, flags, page, new Random(random.Next()));
        using (var first = await StartAsync())
        {
            await BeginLaunchAsync();
            crew.Begin(over.Token);
            await first.KillAsync();
        }

        await CheckAsync(flags, allDecided: false);

        var round = 1;
        for (; round < rounds || (round < rounds + 20 && !WentUpAgain()); round++) await RoundAsync(random, flags, crew);
        Assert.True(WentUpAgain(), "the launch was not taken back and did not go up again while it was killed");

        crew.Calm = true;
        using var last = await StartAsync();
        await EventuallyAsync("the launch reaches its watch", async () => (string)(await ViewAsync())["stage"]! == "Watching");
        await crew.LeaveAsync();
        var audit = await AuditAsync(last, flags);
        Assert.Equal(100, flags.Percent);
        output.WriteLine(FormattableString.Invariant(
            $"{round} kills, {sender.Acknowledged.Count} inputs acknowledged, {sender.Repeats} sent again, {audit.Entries.Count} entries, ")
            + FormattableString.Invariant($"{audit.Events<RolloutEvent.WayBackBegun>().Count()} ways back, {flags.Changes.Values.Sum(seen => seen.Length)} changes of keys read"));
        output.WriteLine(string.Join(", ", sender.Acknowledged.CountBy(told => told.IsRefusal ? "refused" : told.Said).Select(told => $"{told.Value} {told.Key}")));
        passed = true;
    }

    private async Task RoundAsync(Random random, FlagsWatch flags, Crew crew)
    {
        using var host = HostProcess.Begin(folder);
        if (random.NextDouble() < 0.2)
        {
            // In the middle of coming up.
            await Task.Delay(random.Next(0, 800));
            await host.KillAsync();
        }
        else
        {
            sender.Host = await host.AddressAsync();
            await ComesBackAsync();
            await Task.Delay(random.Next(0, 1600));
            await host.KillAsync();
            sender.Host = null;
        }

        await CheckAsync(flags, allDecided: false);
        await crew.IsAtWorkAsync();
    }

    private async Task<HostProcess> StartAsync()
    {
        var host = HostProcess.Begin(folder);
        sender.Host = await host.AddressAsync();
        if (before is not null) await ComesBackAsync();
        return host;
    }

    private async Task BeginLaunchAsync()
    {
        using var answer = await sender.PostAsync("/api/rollouts", "lead", "start-1", new() { ["rollout"] = Rollout, ["planText"] = plan.Document.Text }, over.Token);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>After a restart every acknowledged input comes to its outcome, and the host shows what its journal says.</summary>
    private async Task ComesBackAsync()
    {
        var acknowledged = sender.Acknowledged.ToArray();
        var (view, entries) = await ConsistentAsync();
        var decided = Decided(entries);
        Assert.All(acknowledged, told => Assert.Contains(told.Id, decided));

        var ledger = entries.Aggregate(before!.Ledger, (ledger, entry) => ledger.Fold(plan.Plan, entry));
        var now = DateTimeOffset.UnixEpoch;
        var expected = JsonSerializer.SerializeToNode(RolloutView.Of(new(plan.Plan, ledger.State, [], Next.Of(plan.Plan, ledger.State, now)), now), EntryChain.Json)!;
        foreach (var either in new[] { expected.AsObject(), view.AsObject() })
        {
            either.Remove("waitsFor");
            either.Remove("wake");
        }

        Assert.Equal(expected.ToJsonString(), view.ToJsonString());
    }

    /// <summary>A view of the host, and the journal exactly up to it, from where the last audit of the files ended.</summary>
    private async Task<(JsonNode View, List<Entry> Entries)> ConsistentAsync()
    {
        var acknowledged = sender.Acknowledged.Count;
        JsonNode view;
        var entries = new List<Entry>();
        var deadline = Stopwatch.StartNew();
        do
        {
            view = await ViewAsync();
            while (before!.Entries.Count + entries.Count is var known && known < (long)view["seq"]!)
            {
                var more = (await sender.GetAsync($"/api/rollouts/{Rollout}/journal?after={known}", over.Token)).Deserialize<Entry[]>(EntryChain.Json)!;
                foreach (var entry in more)
                {
                    Assert.Null(EntryChain.Fault(entry, before.Entries.Count + entries.Count + 1, entries is [.., var last] ? last.Hash : before.Ledger.Hash));
                    entries.Add(entry);
                }
            }
        }
        while (!Enough(view, entries, acknowledged) && deadline.Elapsed < TimeSpan.FromSeconds(10));
        return (view, [.. entries.Take((int)(long)view["seq"]! - before.Entries.Count)]);
    }

    private bool Enough(JsonNode view, List<Entry> entries, int acknowledged)
    {
        var decided = Decided(entries.Take((int)(long)view["seq"]! - before!.Entries.Count));
        return sender.Acknowledged.Take(acknowledged).All(told => decided.Contains(told.Id));
    }

    private HashSet<string> Decided(IEnumerable<Entry> since) => before!.Entries.Concat(since).Select(entry => entry.Input.Id).ToHashSet(StringComparer.Ordinal);

    private async Task<Audit> AuditAsync(HostProcess last, FlagsWatch flags)
    {
        var ended = await last.StopAsync();
        Assert.True(ended == 0, $"the host stopped with {ended}: {last.Errors}");
        sender.Host = null;
        await CheckAsync(flags, allDecided: true);
        Assert.Empty(before!.Inbox);
        foreach (var (key, seen) in flags.Changes) Assert.True(seen[^1].Document!.SameAs(Desired.Document(plan.Plan, before.States[^1], key)), $"{key} was left at {seen[^1].Document}");
        return before;
    }

    private async Task CheckAsync(FlagsWatch flags, bool allDecided)
    {
        var (acknowledged, changes) = (sender.Acknowledged.ToArray(), flags.Changes);
        var audit = await Audit.OfAsync(folder, Rollout, plan.Plan, before);
        audit.HoldsOnce(acknowledged, allDecided);
        audit.KeepsOrder();
        audit.Permits(changes);
        audit.Fences(acknowledged, changes);
        before = audit;
    }

    /// <summary>Since a way back began, a dial was raised above zero percent again, before the last kill.</summary>
    private bool WentUpAgain()
    {
        if (before is null || before.Events<RolloutEvent.WayBackBegun>().FirstOrDefault() is null) return false;
        var back = before.Entries.First(entry => entry.Events.OfType<RolloutEvent.WayBackBegun>().Any()).Seq;
        return before.Entries.Skip((int)back).SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectPlanned>()
            .Any(planned => planned.Effect is Effect.Write { Rise: true, Document: KeyDocument.Dial { Audience.Percent.Value: >= 10 } });
    }

    private Task<JsonNode> ViewAsync() => sender.GetAsync($"/api/rollouts/{Rollout}", over.Token);

    private static async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"not within a minute: {what}");
            await Task.Delay(50);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
