using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A rollout as this process knows it: its plan, and its journal folded as far as it was read. One reader and writer at a time.</summary>
/// <param name="folded">What the store had folded before.</param>
internal sealed class LoadedRollout(Plan plan, Ledger folded) : IDisposable
{
    /// <summary>How many decided inputs are remembered for senders who still wait for their outcome.</summary>
    private const int Recent = 2000;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, Entry> recent = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private TaskCompletionSource released = NewSignal();
    private readonly WayBackTimes waysBack = new();

    /// <summary>What the launch runs by now.</summary>
    public Plan Plan { get; set; } = plan;

    public Ledger Ledger { get; private set; } = folded;

    /// <summary>The entry up to which a folded journal is kept, as far as is known here.</summary>
    public long Kept { get; set; } = folded.State.Seq;

    public Head Head { get; set; } = Head.Empty;

    /// <summary>What the last read found in the inbox and no drain has decided since. More may have come from elsewhere.</summary>
    public ImmutableArray<Input> Waiting { get; set; } = [];

    /// <summary>Batches decided since the inbox was read.</summary>
    public int Unread { get; set; }

    /// <summary>Urgent inputs that this process has stored and no read has seen yet.</summary>
    public ConcurrentQueue<Input> Urgent { get; } = new();

    /// <summary>Completes when the rollout is let go of. To be taken before trying to take it.</summary>
    public Task Released => Volatile.Read(ref released).Task;

    public Task TakeAsync(CancellationToken cancellation) => turn.WaitAsync(cancellation);

    public Task<bool> TryTakeAsync() => turn.WaitAsync(TimeSpan.Zero);

    public void Release()
    {
        turn.Release();
        Interlocked.Exchange(ref released, NewSignal()).SetResult();
    }

    /// <summary>True until somebody has read on from what the store had folded.</summary>
    public bool IsUnread { get; private set; } = true;

    public void Append(Ledger ledger, ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries) waysBack.Read(entry);
        lock (recent)
        {
            foreach (var entry in entries.Where(entry => entry.Input.IsFromOutside && recent.TryAdd(entry.Input.Id, entry)))
            {
                order.Enqueue(entry.Input.Id);
                if (order.Count > Recent) recent.Remove(order.Dequeue());
            }
        }

        Ledger = ledger;
        IsUnread = false;
    }

    /// <summary>Tells whoever measures and traces of what this process has committed and appended.</summary>
    public void Tell(string rollout, RolloutState before, ImmutableArray<Entry> entries, DateTimeOffset began, TimeProvider time)
    {
        Tracing.Decided(rollout, entries, began, time.GetUtcNow());
        JournalMetrics.Count(Plan, before, entries, waysBack, time.GetUtcNow());
        LaunchGauges.Saw(Plan, Ledger.State, Waiting.Length, time);
    }

    /// <summary>The entry of an input that was decided lately; null for others.</summary>
    public Entry? EntryOf(string input)
    {
        lock (recent) return recent.GetValueOrDefault(input);
    }

    public void Dispose() => turn.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
