using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Looks at all launches in turn: takes the readings that are due, each source once for all, and has driven what nobody drove.</summary>
/// <remarks>A launch or source that fails is told in the log and holds up no other. Launches that are over are looked at seldom: only their kill switches can still be thrown.</remarks>
public sealed class LaunchRound(IRolloutStore store, Drainer drainer, KpiReader reader, Observer observer, TimeProvider time, ILogger<LaunchRound> log)
{
    /// <summary>How long a launch's driver may take before the round drives it.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OverEvery = TimeSpan.FromMinutes(10);

    /// <summary>A launch that stands where it stood when it was driven is not driven again before: its driver may be waiting as long as a service asked.</summary>
    private static readonly TimeSpan DrivenEvery = TimeSpan.FromMinutes(2);
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, DateTimeOffset> over = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Seq, DateTimeOffset At)> driven = new(StringComparer.Ordinal);
    private DateTimeOffset scraped = DateTimeOffset.MinValue;

    /// <summary>Readings that are due, and launches that nobody drives.</summary>
    /// <param name="drive">Wakes or starts a launch's drivers, see <see cref="INudge"/>.</param>
    public async Task GatherAsync(Func<string, Drained?, CancellationToken, Task> drive, CancellationToken cancellation)
    {
        var launches = await LookAsync(drive, cancellation);
        foreach (var launch in launches) Arrears.Tell(log, launch, time.GetUtcNow());
        await ScrapeAsync(launches, cancellation);
        var readings = new Dictionary<string, Input.Evaluate>(StringComparer.Ordinal);
        await observer.ObserveAsync(launches, (rollout, evaluate) => readings[rollout] = evaluate, cancellation);
        await OfferAsync(readings, drive, cancellation);
    }

    /// <summary>Scheduled reviews that are due: held on readings of now, whenever the last ones were taken. Returns the gates that were looked at, by launch.</summary>
    /// <param name="drive">Wakes or starts a launch's drivers, see <see cref="INudge"/>.</param>
    public async Task<ImmutableArray<(string Rollout, string Gate)>> ReviewAsync(Func<string, Drained?, CancellationToken, Task> drive, CancellationToken cancellation)
    {
        var launches = await LookAsync((_, _, _) => Task.CompletedTask, cancellation);
        var now = time.GetUtcNow();
        var due = launches.Where(launch => !Next.ReviewsDue(launch.Plan, launch.State, now).IsEmpty).ToImmutableArray();
        var readings = new Dictionary<string, Input.Evaluate>(StringComparer.Ordinal);
        await observer.ObserveNowAsync(due, (rollout, evaluate) => readings[rollout] = evaluate, cancellation);
        var held = await OfferAsync(readings, drive, cancellation);
        return
        [
            .. held.SelectMany(drained => drained.Entries.SelectMany(entry => entry.Events).OfType<RolloutEvent.ReviewHeld>().Select(review => (drained.State.Rollout, review.Gate))),
        ];
    }

    private async Task<ImmutableArray<Drained>> LookAsync(Func<string, Drained?, CancellationToken, Task> drive, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var names = (await store.ListAsync(cancellation)).Where(rollout => !over.TryGetValue(rollout, out var seen) || now - seen >= OverEvery);
        var launches = new ConcurrentDictionary<string, Drained>(StringComparer.Ordinal);
        await EachAsync(names, async rollout =>
        {
            if (await drainer.LookAsync(rollout, cancellation) is not var (known, undecided)) return;
            if (DriveTurn.IsOver(known) && undecided == 0)
            {
                // Once by each process: its driver may not have heard of the end.
                if (over.TryAdd(rollout, now)) await drive(rollout, null, cancellation);
                over[rollout] = now;
                return;
            }

            over.TryRemove(rollout, out _);
            if (undecided > 0) known = await drainer.DrainAsync(rollout, [], cancellation) ?? known;
            launches[rollout] = known;
            if (undecided == 0 && (!IsLate(known, now) || (driven.TryGetValue(rollout, out var before) && before.Seq == known.State.Seq && now - before.At < DrivenEvery))) return;
            driven[rollout] = (known.State.Seq, now);
            await drive(rollout, null, cancellation);
        }, cancellation);
        return [.. launches.OrderBy(launch => launch.Key, StringComparer.Ordinal).Select(launch => launch.Value)];
    }

    /// <summary>Asked as of the last entry: a wake that passed since is one that nobody woke for.</summary>
    private static bool IsLate(Drained known, DateTimeOffset now) =>
        (!known.Work.Effects.IsEmpty && now - known.State.At > Overdue)
        || (Next.WakeWithoutReviewsOf(known.Plan, known.State, known.State.At) is { } wake && now - wake > Overdue);

    /// <summary>Sources that know only the present are asked three times in the shortest interval at which launches are observed.</summary>
    private async Task ScrapeAsync(ImmutableArray<Drained> launches, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (launches.IsEmpty || now - scraped < launches.Min(launch => launch.Plan.Observe) / 3) return;
        scraped = now;
        foreach (var (source, error) in await reader.ScrapeAsync([.. launches.Select(launch => KpiDemand.Of(launch.Plan, []))], now, cancellation))
            log.ScrapeFailed(source, error);
    }

    private async Task<ImmutableArray<Drained>> OfferAsync(
        IReadOnlyDictionary<string, Input.Evaluate> readings, Func<string, Drained?, CancellationToken, Task> drive, CancellationToken cancellation)
    {
        var changed = new ConcurrentBag<Drained>();
        await EachAsync(readings.Keys, async rollout =>
        {
            // This round has read the journal: readings that change nothing need no second look at it.
            if (drainer.ChangesNothing(rollout, readings[rollout])) return;
            if (await drainer.DrainAsync(rollout, [readings[rollout]], cancellation) is not { Entries.IsEmpty: false } drained) return;
            changed.Add(drained);
            await drive(rollout, drained, cancellation);
        }, cancellation);
        return [.. changed];
    }

    private Task EachAsync(IEnumerable<string> rollouts, Func<string, Task> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(rollouts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (rollout, _) =>
        {
            try
            {
                await act(rollout);
            }
            catch (StoreException problem)
            {
                log.LaunchFailed(rollout, problem.Message);
            }
        });
}
