namespace Rollouts.Simulation;

/// <summary>Knows when an observation would change nothing, so that weeks in which nothing happens need not be decided every five minutes.</summary>
/// <remarks>
/// An observation changes nothing when no reading has crossed a threshold that the plan holds against it, come or gone, nothing was decided since the last, the launch
/// asked to be woken at no time between, nothing left a window of a count, nothing has been without data for as long as makes it blind, and no digest is due.
/// </remarks>
internal sealed class Quiet
{
    private readonly Plan plan;
    private readonly Dictionary<string, double[]> limits;
    private readonly HashSet<string> compared;
    private readonly TimeSpan[] countWindows;
    private readonly TimeSpan[] reportWindows;
    private readonly TimeSpan[] blindAfter;
    private Dictionary<ReadingKey, Reading> last = [];
    private long seq = -1;
    private DateTimeOffset? wake;
    private DateTimeOffset leaves;

    public Quiet(Plan plan)
    {
        this.plan = plan;
        Criterion[] criteria =
        [
            .. plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion),
            .. plan.Triggers.Select(trigger => trigger.When),
            .. plan.Procedures.Values.Append(plan.WayBack).Concat(plan.Drills.Values.Select(drill => drill.Procedure)).SelectMany(procedure => procedure.Actions)
                .OfType<ProcedureAction.Verify>().Select(verify => verify.Criterion),
            .. plan.Settings.Values.Select(setting => setting.Apply?.Confirm).OfType<Criterion>(),
        ];
        var metrics = criteria.OfType<Criterion.OfMetric>().ToArray();
        limits = metrics.Where(criterion => criterion.Threshold is Threshold.Absolute)
            .GroupBy(criterion => criterion.Metric, criterion => ((Threshold.Absolute)criterion.Threshold).Quantity.Value)
            .ToDictionary(group => group.Key, group => group.Distinct().Order().ToArray(), StringComparer.Ordinal);
        compared = [.. metrics.Where(criterion => criterion.Threshold is not Threshold.Absolute)
            .SelectMany(criterion => criterion.Threshold is Threshold.OfMetric other ? [criterion.Metric, other.Metric] : new[] { criterion.Metric })];
        countWindows = [.. criteria.OfType<Criterion.OfTally>().Select(tally => tally.Over).OfType<TimeSpan>().Distinct()];
        reportWindows = [.. metrics.Where(criterion => plan.Metrics[criterion.Metric].Measure == Measure.Reported).Select(criterion => criterion.Over).OfType<TimeSpan>().Distinct()];
        blindAfter = [.. plan.Triggers.Select(trigger => trigger.Blind?.After).Concat(plan.AllGates().Select(gate => gate.NoData?.After)).OfType<TimeSpan>().Distinct()];
    }

    /// <summary>True when observing these readings now would lead to no entry.</summary>
    /// <param name="digests">How often a digest is to be taken.</param>
    public bool Lasts(RolloutState state, IReadOnlyCollection<Reading> readings, DateTimeOffset now, TimeSpan digests) =>
        state.Seq == seq
        && state.LastDigest is { } digest && now - digest < digests
        && (wake is not { } due || due > now)
        && readings.Count == last.Count
        && readings.All(reading => last.TryGetValue(reading.Key, out var before) && IsSame(before, reading))
        && leaves > now;

    /// <summary>The readings were decided on.</summary>
    /// <param name="asked">The journal before the decision, or after it where it led to a digest alone: after any other entry other questions may be open, and the same readings be news.</param>
    /// <param name="woken">When the launch wants to be woken next.</param>
    public void Observed(RolloutState state, long asked, IReadOnlyCollection<Reading> readings, DateTimeOffset now, DateTimeOffset? woken)
    {
        (seq, wake) = (asked, woken);
        if (state.Seq != asked) return;
        last = readings.ToDictionary(reading => reading.Key);
        DateTimeOffset[] ends =
        [
            FirstLeaving(Darkening(state), blindAfter, now), FirstLeaving(Counted(state), countWindows, now), FirstLeaving(state.Reported.Values.Select(value => value.At), reportWindows, now),
        ];
        leaves = ends.Min();
    }

    /// <summary>The limits that the plan holds against a metric, in order; null for one that is held against another metric, where every change counts.</summary>
    public double[]? LimitsOf(string metric) => compared.Contains(metric) ? null : limits.GetValueOrDefault(metric, []);

    /// <summary>The first time at which an observation may change something though the world stays as it is.</summary>
    /// <param name="digests">How often a digest is to be taken.</param>
    public DateTimeOffset EndsBy(RolloutState state, TimeSpan digests)
    {
        var end = wake < leaves ? wake.Value : leaves;
        return state.LastDigest + digests is { } digest && digest < end ? digest : end;
    }

    /// <summary>Since when something may be without data: with that, time alone makes a rule blind.</summary>
    private static IEnumerable<DateTimeOffset> Darkening(RolloutState state) => state.Criteria.Values.Select(known => known.Since)
        .Concat(state.Gates.Values.Select(gate => gate.Opened)).Concat(state.Members.Values.Select(member => member.Began)).Append(state.Main.AttemptBegan);

    /// <summary>The first of these times, from <paramref name="now"/> on, that reaches the end of a window.</summary>
    private static DateTimeOffset FirstLeaving(IEnumerable<DateTimeOffset> times, TimeSpan[] windows, DateTimeOffset now)
    {
        var first = DateTimeOffset.MaxValue;
        if (windows.Length == 0) return first;
        foreach (var time in times)
            foreach (var window in windows)
                if (time + window >= now && time + window < first) first = time + window;
        return first;
    }

    private bool IsSame(Reading before, Reading reading)
    {
        if (before.Error is not null || reading.Error is not null) return before.Error == reading.Error;
        var metric = plan.Metrics[reading.Key.Metric];
        if (before.Samples >= metric.AtLeast != reading.Samples >= metric.AtLeast || before.Samples == 0 != (reading.Samples == 0)) return false;
        if (before.Value is not { } was || reading.Value is not { } now) return before.Value == reading.Value;
        return was == now || (!compared.Contains(metric.Name) && limits.GetValueOrDefault(metric.Name, []).All(limit => was.CompareTo(limit) == now.CompareTo(limit)));
    }

    private static IEnumerable<DateTimeOffset> Counted(RolloutState state) => state.Reports.Select(report => report.At)
        .Concat(state.Incidents.Values.Select(incident => incident.Opened)).Concat(state.Alerts.Values.Select(alert => alert.Began))
        .Concat(state.WaysBack).Concat(state.Pauses);
}
