using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Takes the readings that launches want: each source once for all launches that are due, at the interval of their plans.</summary>
/// <remarks>A launch whose state has changed is observed soon after, so that a rise does not wait for the next interval.</remarks>
public sealed class Observer(KpiReader reader, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, long Seq)> last = new(StringComparer.Ordinal);

    /// <summary>Reads for all launches that are due now; hands each its readings as one input.</summary>
    public Task ObserveAsync(IReadOnlyCollection<Drained> launches, Action<string, Input.Evaluate> offer, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return ReadAsync([.. launches.Where(launch => IsDue(launch, now))], now, offer, cancellation);
    }

    /// <summary>Reads for these launches, whenever they were read last.</summary>
    public Task ObserveNowAsync(IReadOnlyCollection<Drained> launches, Action<string, Input.Evaluate> offer, CancellationToken cancellation) =>
        ReadAsync([.. launches], time.GetUtcNow(), offer, cancellation);

    private async Task ReadAsync(Drained[] due, DateTimeOffset now, Action<string, Input.Evaluate> offer, CancellationToken cancellation)
    {
        if (due.Length == 0) return;
        using var span = SourceSpan.Observe(due);
        foreach (var launch in due) last[launch.State.Rollout] = (now, launch.State.Seq);
        var demands = due.Select(launch => KpiDemand.Of(launch.Plan, Next.ReadingsOf(launch.Plan, launch.State, now))).ToArray();
        var readings = await reader.ReadAsync(demands, now, cancellation);
        foreach (var (launch, read) in due.Zip(readings))
        {
            SourceSpan.Observed(launch.State.Rollout, read);
            offer(launch.State.Rollout, Tracing.Stamped(new Input.Evaluate(FormattableString.Invariant($"evaluate:{now:O}"), now, [.. read])));
        }
    }

    private bool IsDue(Drained launch, DateTimeOffset now)
    {
        if (launch.State.IsFinished || launch.State.Stage == RolloutStage.New) return false;
        if (!last.TryGetValue(launch.State.Rollout, out var before)) return true;
        var soon = launch.Plan.Observe < Soon ? launch.Plan.Observe : Soon;
        return now >= before.At + launch.Plan.Observe
            || (now >= before.At + soon && (launch.State.Seq > before.Seq || Next.WakeOf(launch.Plan, launch.State, before.At) <= now));
    }
}
