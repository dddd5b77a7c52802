using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Rollouts.Engine;

/// <summary>What is so now of the launches that this process looks after. One that it has not looked at for a while, another process does.</summary>
internal static class LaunchGauges
{
    /// <summary>Every launch is looked at once a minute by someone.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(3);

    private static readonly ConcurrentDictionary<string, Sight> Seen = new(StringComparer.Ordinal);

    public static void Saw(Plan plan, RolloutState state, int undecided, TimeProvider time)
    {
        if (!LaunchMeter.Enabled) return;
        if (state.IsFinished && state.Pending.IsEmpty) Seen.TryRemove(state.Rollout, out _);
        else if (state.Rollout.Length > 0) Seen[state.Rollout] = new(plan, state, undecided, time, time.GetUtcNow());
    }

    public static IEnumerable<Measurement<long>> OutboxDepth() =>
        from sight in Fresh()
        from kind in JsonName.All<Effect>()
        select new Measurement<long>(
            sight.State.Pending.Values.Count(pending => JsonName.Of(pending.Effect) == kind), new(Tags.Name, sight.State.Rollout), new(Tags.Effect, kind));

    public static IEnumerable<Measurement<double>> OutboxAge() =>
        from sight in Fresh()
        let oldest = sight.State.Pending.IsEmpty ? sight.Now : sight.State.Pending.Values.Min(pending => pending.Planned)
        select new Measurement<double>(Math.Max(0, (sight.Now - oldest).TotalSeconds), new KeyValuePair<string, object?>(Tags.Name, sight.State.Rollout));

    public static IEnumerable<Measurement<long>> InboxDepth() =>
        Fresh().Select(sight => new Measurement<long>(sight.Undecided, new KeyValuePair<string, object?>(Tags.Name, sight.State.Rollout)));

    public static IEnumerable<Measurement<long>> Launches() =>
        from sight in Fresh()
        let pace = Pacing.Of(sight.Plan, sight.State, sight.Now)
        where pace is not null
        select new Measurement<long>(
            1, new(Tags.Name, sight.State.Rollout), new(Tags.Phase, sight.Plan.Phases[sight.State.Main.Phase].Name), new(Tags.Pace, MetricWords.Of(pace.Value)));

    public static IEnumerable<Measurement<double>> Exposure() =>
        Fresh().Select(sight => new Measurement<double>(sight.State.Permitted.Audience.Percent.Value, new KeyValuePair<string, object?>(Tags.Name, sight.State.Rollout)));

    private static IEnumerable<Sight> Fresh() => Seen.Values.Where(sight => sight.Now - sight.At < Stale);

    private sealed record Sight(Plan Plan, RolloutState State, int Undecided, TimeProvider Time, DateTimeOffset At)
    {
        public DateTimeOffset Now => Time.GetUtcNow();
    }
}
