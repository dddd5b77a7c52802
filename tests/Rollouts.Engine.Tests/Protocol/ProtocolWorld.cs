using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine.Tests.Protocol;

/// <summary>Where a process crashes: at which of its operations, and whether that one was still carried out.</summary>
internal readonly record struct Crash(int At, bool CarriedOut);

/// <summary>Keys and a journal in memory whose every operation is a turn, and which note each breach of design §6.</summary>
/// <remarks>As in App Configuration, the version of a key is that of its content and tag: writing the same again keeps it.</remarks>
internal sealed class ProtocolWorld(Interleavings order)
{
    public const string Rollout = "launch";

    private readonly Interleavings order = order;
    private readonly Dictionary<GovernedKey, (string Content, KeyTag Tag)> keys = [];
    private readonly Dictionary<long, long> appendedAt = [];
    private readonly HashSet<long> rises = [];
    private readonly Dictionary<string, (long Seq, int Percent)> decided = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>What went against the protocol.</summary>
    public List<string> Breaches { get; } = [];

    public Head Head { get; private set; } = new(5, "", 0);

    /// <summary>The exposure that the journal wants, as its last entry says.</summary>
    public int Target { get; private set; } = 10;

    /// <summary>The wrong ways of a writer or a store that a test can ask for, to see that they are found.</summary>
    public Fault Fault { get; init; }

    public int this[GovernedKey key] => int.Parse(keys[key].Content, CultureInfo.InvariantCulture);

    /// <summary>The key as a launch that is at 10 % left it.</summary>
    public ProtocolWorld With(GovernedKey key)
    {
        keys[key] = ("10", new(Rollout, 3));
        return this;
    }

    /// <summary>A rise that was decided before everything else here.</summary>
    public void DecidedBefore(long seq) => rises.Add(seq);

    /// <summary>A writer in a process of its own. If it crashes, another takes over what it began.</summary>
    public async Task Run(Crash? crash, Func<Connection, Task> work)
    {
        try
        {
            await work(new(this, crash));
        }
        catch (CrashedException)
        {
            await work(new(this, null));
        }
    }

    internal sealed class CrashedException : Exception;

    /// <summary>One process's way to the shared stores.</summary>
    internal sealed class Connection(ProtocolWorld world, Crash? crash) : IFlagStore, IRolloutStoreOfHeads
    {
        private readonly Dictionary<GovernedKey, long> readAt = [];
        private Head? firstHead;
        private int operations;

        /// <summary>Appends an entry once, however often it is tried. A rise is decided only where no way back is under way.</summary>
        /// <returns>Its seq and the exposure that the journal wants from then on.</returns>
        public async Task<(long Seq, int Percent)> Append(string name, int percent, bool fence)
        {
            while (true)
            {
                var head = await Turn(() => world.Head);
                if (world.decided.TryGetValue(name, out var known)) return known;
                var seq = head.Seq + 1;
                var appended = await Turn(() =>
                {
                    if (world.Head != head) return false;
                    world.Head = new(seq, "", fence ? seq : head.Fence);
                    world.Target = fence ? Math.Min(percent, world.Target) : percent;
                    world.decided[name] = (seq, world.Target);
                    if (fence) world.appendedAt[seq] = ++world.clock;
                    else world.rises.Add(seq);
                    return true;
                });
                if (appended) return world.decided[name];
            }
        }

        public Task<KeyOutcome> Write(GovernedKey key, long seq, int percent, bool rise) =>
            new KeyWriter(this, new StoreOfHeads(this)).WriteAsync(
                Rollout, new(FormattableString.Invariant($"{seq}.1"), key, new KeyDocument.Setting(percent.ToString(CultureInfo.InvariantCulture)), rise, !rise), CancellationToken.None);

        public Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation) => Turn(() =>
        {
            readAt[key] = ++world.clock;
            var (content, tag) = world.keys[key];
            return new KeyRead(content, world.VersionOf(key), tag, false);
        });

        public Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation) => Turn<KeyWrite>(() =>
        {
            if (world.VersionOf(key) != version && world.Fault != Fault.WritesWithoutCondition) return new KeyWrite.Changed();
            if (world.keys[key].Tag.Seq > tag.Seq) world.Breaches.Add($"{tag.Seq} was written over {world.keys[key].Tag.Seq}");
            if (world.rises.Contains(tag.Seq))
                foreach (var (fence, at) in world.appendedAt)
                    if (fence > tag.Seq && at < readAt[key]) world.Breaches.Add($"rise {tag.Seq} read the key after fence {fence} stood, and was written");
            world.keys[key] = (content, tag);
            return new KeyWrite.Written(world.VersionOf(key));
        });

        public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) => Turn(() => true);

        public async Task<Head?> ReadHeadAsync()
        {
            var head = await Turn(() => world.Head);
            firstHead ??= head;
            return world.Fault == Fault.HeadReadOnce ? firstHead : head;
        }

        /// <summary>What a process that checks the head only once, before it reads any key, would know.</summary>
        public async Task<Connection> Begun()
        {
            if (world.Fault == Fault.HeadReadOnce) await ReadHeadAsync();
            return this;
        }

        private async Task<T> Turn<T>(Func<T> operation)
        {
            await world.order.Turn();
            if (crash is not { } at || ++operations != at.At) return operation();
            if (at.CarriedOut) operation();
            throw new CrashedException();
        }
    }

    private string VersionOf(GovernedKey key) => Fault == Fault.VersionOfContentAlone ? keys[key].Content : $"{keys[key].Content}@{keys[key].Tag.Seq}";
}

internal enum Fault
{
    None,

    /// <summary>The stamp of an identical document does not change the version.</summary>
    VersionOfContentAlone,

    /// <summary>The head is read before the key, not after.</summary>
    HeadReadOnce,

    /// <summary>Writes go through whatever the key's version is.</summary>
    WritesWithoutCondition,
}

internal interface IRolloutStoreOfHeads
{
    Task<Head?> ReadHeadAsync();
}

/// <summary>The one thing a writer asks of the journal. The rest of the port is not its business.</summary>
internal sealed class StoreOfHeads(IRolloutStoreOfHeads heads) : IRolloutStore
{
    private static NotSupportedException Unused => new("a key writer reads the head and nothing else");

    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => heads.ReadHeadAsync();

    public Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation) => throw Unused;

    public Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation) => throw Unused;

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation) => throw Unused;

    public Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) => throw Unused;

    public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) => throw Unused;

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => throw Unused;

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) => throw Unused;

    public Task ReleaseAsync(string rollout, CancellationToken cancellation) => throw Unused;

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => throw Unused;
}
