using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Inbox and journal of every rollout as plain files, one folder per rollout, no database.</summary>
/// <remarks>
/// A folder holds <c>plan.yaml</c>, <c>rollout.json</c>, <c>inbox.jsonl</c>, <c>journal.jsonl</c> and, where a crash left something
/// unfinished, <c>notes</c>. What returned is on disk. A line that a crash tore is cut off and noted; any other difference from what was
/// written is a <see cref="StoreException"/> that names file and line.
/// </remarks>
public sealed class JournalFiles : IRolloutStore, IDisposable
{
    private const string Unfinished = ".new-";

    private readonly string root;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly FolderLock owned;
    private readonly ClaimsFile claims;
    private readonly SemaphoreSlim creating = new(1, 1);
    private readonly ConcurrentDictionary<string, RolloutSlot> slots = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> notes = new();

    /// <summary>Opens the folder, making it if need be, and holds it for this process until disposed.</summary>
    /// <exception cref="StoreException">Another process holds the folder.</exception>
    public JournalFiles(string root, TimeProvider time, ILogger<JournalFiles>? log = null)
    {
        this.root = Path.GetFullPath(root);
        this.time = time;
        this.log = log ?? NullLogger<JournalFiles>.Instance;
        Directory.CreateDirectory(this.root);
        owned = new FolderLock(this.root);
        claims = new ClaimsFile(Path.Combine(this.root, "claims.json"));
        foreach (var folder in Directory.GetDirectories(this.root)) Find(folder);
    }

    /// <summary>What was cut off or left out since the folder was opened, in words.</summary>
    public ImmutableArray<string> Notes => [.. notes];

    public async Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation)
    {
        var name = FileName.Of(rollout);
        await creating.WaitAsync(cancellation);
        try
        {
            if (slots.ContainsKey(name)) return false;
            var number = slots.Values.Select(slot => slot.Meta.Number).DefaultIfEmpty().Max() + 1;
            var meta = new RolloutMeta(rollout, number, plan.Name, plan.Hash);
            var folder = Path.Combine(root, name);
            OnDisk(() => Create(folder, meta, plan, start));
            slots[name] = SlotOf(folder, meta);
            return true;
        }
        finally
        {
            creating.Release();
        }
    }

    public async Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Open(rollout) is { } folder ? await folder.OfferAsync(input) : Offered.NoSuchRollout;
    }

    public Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation) =>
        Task.FromResult(Open(rollout) is { } folder ? OnDisk(() => folder.Read(after)) : null);

    public Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation) => Task.FromResult(Open(rollout)?.Head);

    public async Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation) =>
        Open(rollout) is { } folder && await folder.CommitAsync(expected, entries, fence, cancellation);

    public Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation) =>
        Task.FromResult(SlotOf(rollout) is { } slot ? OnDisk(slot.Plan) : null);

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<string>>([.. slots.Values.OrderBy(slot => slot.Meta.Number).Select(slot => slot.Meta.Rollout)]);

    public Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation) =>
        Task.FromResult(OnDisk(() => claims.Claim(rollout, keys)));

    public Task ReleaseAsync(string rollout, CancellationToken cancellation)
    {
        OnDisk(() => claims.Release(rollout));
        return Task.CompletedTask;
    }

    public Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation) => Task.FromResult(OnDisk(() => claims.OwnerOf(key)));

    /// <summary>Checks a rollout's journal as it lies on disk, from the first entry; null when there is no such rollout.</summary>
    public Task<JournalReport?> VerifyAsync(string rollout, CancellationToken cancellation) =>
        Task.FromResult(SlotOf(rollout) is { } slot ? OnDisk(slot.Verify) : null);

    public void Dispose()
    {
        foreach (var slot in slots.Values) slot.Dispose();
        owned.Dispose();
    }

    private void Create(string folder, RolloutMeta meta, PlanDocument plan, Input.Start start)
    {
        var draft = Path.Combine(root, Unfinished + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(draft);
        DurableFiles.WriteNew(Path.Combine(draft, RolloutSlot.PlanFile), Encoding.UTF8.GetBytes(plan.Text));
        DurableFiles.WriteNew(Path.Combine(draft, RolloutSlot.MetaFile), JsonSerializer.SerializeToUtf8Bytes(meta, EntryChain.Json));
        DurableFiles.WriteNew(Path.Combine(draft, "inbox.jsonl"), InputLine.Write(start));
        DurableFiles.WriteNew(Path.Combine(draft, "journal.jsonl"), []);
        DurableFiles.FlushFolder(draft);
        Directory.Move(draft, folder);
        DurableFiles.FlushFolder(root);
    }

    private void Find(string folder)
    {
        var name = Path.GetFileName(folder);
        var file = Path.Combine(folder, RolloutSlot.MetaFile);
        if (name.StartsWith(Unfinished, StringComparison.Ordinal))
        {
            // A creation that a crash cut short; nobody was told of it.
            Directory.Delete(folder, recursive: true);
        }
        else if (File.Exists(file))
        {
            try
            {
                slots[name] = SlotOf(folder, RolloutSlot.ReadMeta(file));
            }
            catch (JsonException e)
            {
                Note($"{file} is damaged, and the rollout is left out: {e.Message}");
            }
        }
    }

    private RolloutSlot SlotOf(string folder, RolloutMeta meta) => new(folder, meta, new Notes(folder, time, log, notes.Enqueue));

    private RolloutSlot? SlotOf(string rollout) => rollout.Length == 0 ? null : slots.GetValueOrDefault(FileName.Of(rollout));

    private RolloutFolder? Open(string rollout) => SlotOf(rollout) is { } slot ? OnDisk(slot.Open) : null;

    private void Note(string note)
    {
        notes.Enqueue(note);
        log.Noted(note);
    }

    private void OnDisk(Action action) => OnDisk(() =>
    {
        action();
        return true;
    });

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the journal files in {root} cannot do this now: {e.Message}", e);
        }
    }
}
