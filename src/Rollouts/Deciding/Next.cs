using System.Collections.Immutable;

namespace Rollouts;

/// <summary>What is to be done for a rollout: effects decided and not done, readings its decisions need, and when time alone changes something.</summary>
/// <param name="Effects">In the order they were decided.</param>
/// <param name="Wake">Null when nothing waits for time alone. A wake at which nothing is due changes nothing.</param>
public sealed record NextWork(ImmutableArray<Effect> Effects, ImmutableArray<ReadingWanted> Readings, DateTimeOffset? Wake);

/// <summary>Reads off a state what is to be done. Pure.</summary>
public static class Next
{
    /// <param name="now">Only later times are worth waking for: what was due until now has been decided.</param>
    public static NextWork Of(Plan plan, RolloutState state, DateTimeOffset now) =>
        new(EffectsOf(state), ReadingsOf(plan, state, now), WakeOf(plan, state, now));

    /// <summary>The first time after <paramref name="now"/> at which time alone changes something; null when nothing waits for it.</summary>
    public static DateTimeOffset? WakeOf(Plan plan, RolloutState state, DateTimeOffset now) => Waking.Wake(plan, state, now);

    /// <summary>The same without scheduled reviews: for who is not to hold them, because others do on readings of their own.</summary>
    public static DateTimeOffset? WakeWithoutReviewsOf(Plan plan, RolloutState state, DateTimeOffset now) => Waking.WithoutReviews(plan, state, now);

    /// <summary>The keys of the gates whose scheduled review is due and not held yet: it is held with the next readings.</summary>
    public static ImmutableArray<string> ReviewsDue(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.Stage is not (RolloutStage.Running or RolloutStage.Watching)) return [];
        var ofGates =
            from active in Gatekeeping.Active(plan, state)
            where state.Gates.ContainsKey(active.Key) && (active.Resumes || state.Holds.IsEmpty)
            let gate = state.Gates[active.Key]
            where active.Gate.Review is { } review && review.NextAfter(gate.LastReview ?? gate.Opened, gate.Opened) <= now
            select active.Key;
        var ofPeople =
            from review in Routines.Reviews(plan, state)
            where state.Gates.ContainsKey(review.Key) && review.Schedule.NextAfter(state.Reviews.GetValueOrDefault(review.Key, review.Began), review.Began) <= now
            select review.Key;
        return [.. ofGates.Concat(ofPeople).Distinct(StringComparer.Ordinal)];
    }

    public static ImmutableArray<Effect> EffectsOf(RolloutState state) =>
        [.. state.Pending.Values.Select(pending => pending.Effect).OrderBy(effect => effect.Seq).ThenBy(Number)];

    /// <summary>One reading for each distinct metric, window and scope that a gate, trigger or verification of now rests on.</summary>
    public static ImmutableArray<ReadingWanted> ReadingsOf(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.Stage is RolloutStage.New || state.IsFinished) return [];
        var wanted = new Dictionary<ReadingKey, ReadingWanted>();
        foreach (var (criterion, member, began) in MetricCriteria(plan, state)) Want(plan, state, now, wanted, criterion, member, began);
        return [.. wanted.Values.OrderBy(reading => reading.Key)];
    }

    /// <summary>Gates first: where a gate and a verification share a reading since the attempt began, the gate's beginning counts.</summary>
    private static IEnumerable<(Criterion.OfMetric Criterion, string Member, DateTimeOffset Began)> MetricCriteria(Plan plan, RolloutState state)
    {
        foreach (var active in Gatekeeping.Active(plan, state))
        foreach (var criterion in active.Gate.Criteria)
            if (criterion.Criterion is Criterion.OfMetric metric)
                yield return (metric, active.Member, Judging.SinceOf(state, Judging.KeyOf(plan, metric, active.Member)));
        foreach (var (trigger, member) in Guarding.Standing(plan, state))
            if (trigger.When is Criterion.OfMetric metric)
                yield return (metric, member, Judging.SinceOf(state, Judging.KeyOf(plan, metric, member)));
        foreach (var (confirming, since) in Applying.Confirming(plan, state)) yield return (confirming, "", since);
        foreach (var run in state.Runs.Values)
        foreach (var action in plan.ProcedureNamed(run.Procedure).Actions)
            if (action is ProcedureAction.Verify { Criterion: Criterion.OfMetric metric })
                yield return (metric, "", run.Started);
    }

    private static void Want(
        Plan plan, RolloutState state, DateTimeOffset now, Dictionary<ReadingKey, ReadingWanted> wanted, Criterion.OfMetric criterion, string member, DateTimeOffset began)
    {
        var key = Judging.KeyOf(plan, criterion, member);
        Add(plan, state, now, wanted, key, began);
        if (criterion.Threshold is Threshold.OfBaseline) Add(plan, state, now, wanted, key with { Scope = ReadingKey.Baseline }, began);
        if (criterion.Threshold is Threshold.OfMetric other)
            Add(plan, state, now, wanted, Judging.KeyOf(plan, criterion with { Metric = other.Metric }, member), began);
    }

    /// <summary>A window does not reach back over the last way back: what was then was answered then.</summary>
    private static void Add(Plan plan, RolloutState state, DateTimeOffset now, Dictionary<ReadingKey, ReadingWanted> wanted, ReadingKey key, DateTimeOffset began)
    {
        var metric = plan.Metrics[key.Metric];
        if (metric.Measure == Measure.Reported) return;
        var from = key.Scope == ReadingKey.Baseline ? state.StartedAt
            : key.Over is { } over ? Later(now - over, state.WaysBack.IsEmpty ? DateTimeOffset.MinValue : state.WaysBack[^1])
            : metric.IsLevel ? Later(now - plan.LevelsCountFor, began)
            : began;
        wanted.TryAdd(key, new(key, from));
        if (metric.Empty.ZeroWhileAlive is { } alive && !wanted.ContainsKey(key with { Metric = alive })) Add(plan, state, now, wanted, key with { Metric = alive }, began);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static int Number(Effect effect) =>
        int.Parse(effect.Id.AsSpan(effect.Id.IndexOf('.', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture);
}
