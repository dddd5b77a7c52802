using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Launches as messages are composed from them; what was read of a journal once is not read again.</summary>
public sealed class LaunchScenes(Drainer drainer, IRolloutStore store, PlanCache plans, TimeProvider time, Uri? pages = null)
{
    private readonly ConcurrentDictionary<string, LaunchRecord> records = new(StringComparer.Ordinal);
    private readonly LaunchHistory history = new(store, plans);

    /// <summary>Null when there is no such launch, or it has not begun.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<Scene?> OfAsync(string rollout, CancellationToken cancellation)
    {
        if (rollout.Length is 0 or > 80 || await drainer.ReadAsync(rollout, cancellation) is not { } known || known.State.Stage == RolloutStage.New) return null;
        var record = records.GetValueOrDefault(rollout, LaunchRecord.Empty);
        if (record.Seq < known.State.Seq && await history.ReadAsync(rollout, record.Seq, record.Plan, cancellation) is { } entries)
            record = entries.Aggregate(record, (folded, decided) => folded.After(decided));
        records.AddOrUpdate(rollout, record, (_, other) => other.Seq > record.Seq ? other : record);
        return new(known.Plan, known.State, record, time.GetUtcNow(), pages);
    }

    /// <summary>The launches that are not over.</summary>
    public async Task<ImmutableArray<string>> OpenAsync(CancellationToken cancellation)
    {
        var open = ImmutableArray.CreateBuilder<string>();
        foreach (var rollout in await store.ListAsync(cancellation))
            if (await drainer.ReadAsync(rollout, cancellation) is { State.IsFinished: false }) open.Add(rollout);
        return open.ToImmutable();
    }

    /// <summary>The reviews so far, the last first.</summary>
    public async Task<Message> BoardAsync(Scene scene, CancellationToken cancellation)
    {
        return BoardMessage.Of(scene, await history.ReadAsync(scene.Rollout, cancellation) is { } whole ? Board.Rows(whole) : []);
    }
}
