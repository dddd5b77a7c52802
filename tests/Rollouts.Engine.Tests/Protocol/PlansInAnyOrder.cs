namespace Rollouts.Engine.Tests.Protocol;

/// <summary>The writes of real launches, carried out in any order, late and more than once: what stands at the end is what the journal wants last.</summary>
public class PlansInAnyOrder
{
    private const string Rollout = "launch";
    private const int Orders = 200;

    public static TheoryData<string> Plans => ["d7-ga-soft-launch", "community-soft-launch", "kruxt-closed-beta", "beta-playbook", "pilot-runbook"];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Writes_of_a_launch_that_went_up_and_was_taken_back_end_at_the_last_in_every_order(string name)
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(Kept("plans", name + ".yaml"))).Plan;
        Entry[] journal = [.. Kept("journals", name + ".jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(EntryChain.Read)];
        Effect.Write[] writes = [.. journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Write>()];
        var fence = journal.Last(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackBegun)).Seq;
        var state = journal.Aggregate(Ledger.Empty, (ledger, entry) => ledger.Fold(plan, entry)).State;
        // A plan without flags and settings has nothing to write; all others went up and came back.
        Assert.Equal(plan.Keys.Any(), writes.Length > 0);

        for (var seed = 0; seed < Orders; seed++)
        {
            var random = new Random(seed);
            var keys = new Keys();
            var writer = new KeyWriter(keys, new StoreOfHeads(new HeadOf(new(journal[^1].Seq, journal[^1].Hash, fence))));
            // Some are carried out again, as after an unknown outcome.
            Effect.Write[] order = [.. writes, .. writes.Where(_ => random.Next(3) == 0)];
            random.Shuffle(order);
            foreach (var write in order) await writer.WriteAsync(Rollout, write, CancellationToken.None);
            foreach (var (key, planned) in state.Planned)
            {
                var found = FlagContent.Read(keys[key], key, plan.Flags.TryGetValue(key.Name, out var flag) ? flag.Use : FlagUse.Exposure);
                Assert.True(planned.Document.SameAs(found!), $"seed {seed}: {key} stands at {found}, wanted is {planned.Document}");
            }
        }
    }

    private static string Kept(string folder, string file) =>
        File.ReadAllText(RepositoryFiles.Path("tests", "Rollouts.Simulation.Tests", "Golden", folder, file));

    private sealed class Keys : IFlagStore
    {
        private readonly Dictionary<GovernedKey, (string Content, KeyTag Tag, int Version)> keys = [];

        public string? this[GovernedKey key] => keys.TryGetValue(key, out var found) ? found.Content : null;

        public Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation) => Task.FromResult(keys.TryGetValue(key, out var found)
            ? new KeyRead(found.Content, FormattableString.Invariant($"{found.Version}"), found.Tag, false)
            : new KeyRead(null, "", null, false));

        public Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation)
        {
            Assert.True(!keys.TryGetValue(key, out var before) || before.Tag.Seq <= tag.Seq, $"{key}: {tag.Seq} was written over {before.Tag?.Seq}");
            keys[key] = (content, tag, before.Version + 1);
            return Task.FromResult<KeyWrite>(new KeyWrite.Written(FormattableString.Invariant($"{before.Version + 1}")));
        }

        public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) => Task.CompletedTask;
    }

    private sealed class HeadOf(Head head) : IRolloutStoreOfHeads
    {
        public Task<Head?> ReadHeadAsync() => Task.FromResult<Head?>(head);
    }
}
