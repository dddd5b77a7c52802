namespace Rollouts.Simulation;

/// <summary>Knows when an observation would change nothing, so that weeks in which nothing happens need not be decided every five minutes.</summary>
/// <remarks>
/// An observation changes nothing when no reading has crossed a threshold that the plan holds against it, all were there, nothing was decided since the last, the launch
/// asked to be woken at no time between, nothing left a window of a count, and no hourly digest is due.
/// </remarks>
internal sealed class Quiet
{
    private static readonly TimeSpan DigestEvery = TimeSpan.FromHours(1);

    private readonly Plan plan;
    private readonly Dictionary<string, double[]> limits;
    private readonly HashSet<string> compared;
    private readonly TimeSpan[] countWindows;
    private readonly TimeSpan[] reportWindows;
    private Dictionary<ReadingKey, Reading> last = [];
    private long seq = -1;
    private DateTimeOffset at;
    private DateTimeOffset? wake;

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
    }

    /// <summary>True when observing these readings now would lead to no entry.</summary>
    public bool Lasts(RolloutState state, IReadOnlyCollection<Reading> readings, DateTimeOffset now) =>
        state.LastDigest is { } digest && now - digest < DigestEvery && LastsButForDigests(state, readings, now);

    /// <summary>True when observing these readings now would lead to no entry but a digest of what is known.</summary>
    public bool LastsButForDigests(RolloutState state, IReadOnlyCollection<Reading> readings, DateTimeOffset now) =>
        state.Seq == seq
        && state.LastDigest is not null
        && (wake is not { } due || due > now)
        && readings.Count == last.Count
        && readings.All(reading => last.TryGetValue(reading.Key, out var before) && IsSame(before, reading))
        && !LeavesWindow(state, now);

    /// <summary>The readings were decided on.</summary>
    /// <param name="asked">The journal before the decision, or after it where it led to a digest alone: after any other entry other questions may be open, and the same readings be news.</param>
    /// <param name="woken">When the launch wants to be woken next.</param>
    public void Observed(long asked, IReadOnlyCollection<Reading> readings, DateTimeOffset now, DateTimeOffset? woken)
    {
        last = readings.ToDictionary(reading => reading.Key);
        (seq, at, wake) = (asked, now, woken);
    }

    /// <summary>The limits that the plan holds against a metric, in order; null for one that is held against another metric, where every change counts.</summary>
    public double[]? LimitsOf(string metric) => compared.Contains(metric) ? null : limits.GetValueOrDefault(metric, []);

    /// <summary>The first time after <paramref name="now"/> at which an observation may change something though the world stays as it is.</summary>
    public DateTimeOffset EndsBy(RolloutState state, DateTimeOffset now)
    {
        var end = wake ?? DateTimeOffset.MaxValue;
        if (state.LastDigest is { } digest && digest + DigestEvery < end) end = digest + DigestEvery;
        if (countWindows.Length > 0) end = FirstLeaving(Counted(state), countWindows, now, end);
        return reportWindows.Length > 0 ? FirstLeaving(state.Reported.Values.Select(value => value.At), reportWindows, now, end) : end;
    }

    private static DateTimeOffset FirstLeaving(IEnumerable<DateTimeOffset> times, TimeSpan[] windows, DateTimeOffset now, DateTimeOffset end)
    {
        foreach (var time in times)
            foreach (var window in windows)
                if (time + window > now && time + window < end) end = time + window;
        return end;
    }

    private bool IsSame(Reading before, Reading reading)
    {
        if (before is not { Value: { } was, Error: null } || reading is not { Value: { } now, Error: null }) return false;
        var metric = plan.Metrics[reading.Key.Metric];
        if (before.Samples >= metric.AtLeast != reading.Samples >= metric.AtLeast) return false;
        return was == now || (!compared.Contains(metric.Name) && limits.GetValueOrDefault(metric.Name, []).All(limit => was.CompareTo(limit) == now.CompareTo(limit)));
    }

    private bool LeavesWindow(RolloutState state, DateTimeOffset now)
    {
        if (countWindows.Length > 0 && Counted(state).Any(time => countWindows.Any(window => time + window >= at && time + window <= now))) return true;
        return reportWindows.Length > 0 && state.Reported.Values.Any(value => reportWindows.Any(window => value.At + window >= at && value.At + window <= now));
    }

    private static IEnumerable<DateTimeOffset> Counted(RolloutState state) => state.Reports.Select(report => report.At)
        .Concat(state.Incidents.Values.Select(incident => incident.Opened)).Concat(state.Alerts.Values.Select(alert => alert.Began))
        .Concat(state.WaysBack).Concat(state.Pauses);
}
