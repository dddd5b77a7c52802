namespace Rollouts.Simulation;

/// <summary>What a series tells: a metric, of one member or channel, over one window only, or before the launch.</summary>
/// <param name="Scope">Empty for every scope that has no series of its own.</param>
/// <param name="Over">Null for every window that has no series of its own.</param>
internal readonly record struct SeriesKey(string Metric, string Scope, TimeSpan? Over);

/// <summary>The metrics of a launch over time, as a scenario tells them.</summary>
internal sealed class World(Plan plan)
{
    private readonly Dictionary<SeriesKey, Series> series = [];
    private readonly Dictionary<ReadingKey, Series?> found = [];

    /// <summary>From <paramref name="at"/> on the metric does what <paramref name="later"/> says.</summary>
    public void Change(SeriesKey key, DateTimeOffset at, Series later)
    {
        series[key] = series.GetValueOrDefault(key, Series.Empty).Changed(at, later);
        found.Clear();
    }

    /// <summary>What a source answers; nothing where the plan's silence means zero and the system is seen to be alive, is zero.</summary>
    public Reading Read(ReadingWanted wanted, DateTimeOffset at)
    {
        var metric = plan.Metrics[wanted.Key.Metric];
        var reading = Ask(metric, wanted.Key, wanted.From, at);
        if (reading is not { Value: null, Error: null } || metric.Empty.ZeroWhileAlive is not { } alive) return reading;
        var scope = plan.Metrics[alive].ScopeLabel is null && wanted.Key.Scope != ReadingKey.Baseline ? "" : wanted.Key.Scope;
        return Ask(plan.Metrics[alive], wanted.Key with { Metric = alive, Scope = scope }, wanted.From, at) is { Value: > 0, Error: null } life
            ? reading with { Value = 0, Samples = life.Samples, Note = $"no data, and so zero while {alive} is alive" }
            : reading;
    }

    /// <summary>Until when these readings stay on their side of every limit; <paramref name="at"/> when that is not known.</summary>
    /// <param name="limits">The limits that the plan holds against a metric, in order; null when it is held against another metric.</param>
    public DateTimeOffset SteadyUntil(IReadOnlyCollection<Reading> readings, DateTimeOffset at, Func<string, double[]?> limits)
    {
        var until = DateTimeOffset.MaxValue;
        foreach (var told in series.Values)
            if (Steadiness.NextChange(told, at) is var bends && bends < until) until = bends;
        foreach (var reading in readings)
        {
            if (until <= at) return at;
            if (Find(reading.Key) is { } told && Steadiness.Of(plan.Metrics[reading.Key.Metric], told, reading, reading.Key.Over, at, limits(reading.Key.Metric)) is var stays && stays < until) until = stays;
        }

        return until;
    }

    /// <summary>The reported metrics and scopes that the world tells, with what each is now; null for not reported.</summary>
    public IEnumerable<(string Metric, string Scope, double? Value, double Samples)> Reports(DateTimeOffset at) =>
        from told in series
        where plan.Metrics[told.Key.Metric].Measure == Measure.Reported
        let now = told.Value.At(at)
        select (told.Key.Metric, told.Key.Scope, now is { Kind: SegmentKind.Level or SegmentKind.Rate } ? now.At(at) : (double?)null, now?.Sampling.Count ?? 0);

    private Reading Ask(Metric metric, ReadingKey key, DateTimeOffset from, DateTimeOffset at) =>
        Find(key) is { } told
            ? SeriesWindow.Read(metric, told, key, key.Scope == ReadingKey.Baseline ? at : from, at)
            : new(key, at, from, null, 0, null, null, "", null, "the scenario says nothing of it");

    private Series? Find(ReadingKey key)
    {
        if (!found.TryGetValue(key, out var told)) found[key] = told = Nearest(key);
        return told;
    }

    private Series? Nearest(ReadingKey key) =>
        series.GetValueOrDefault(new(key.Metric, key.Scope, key.Over))
        ?? series.GetValueOrDefault(new(key.Metric, key.Scope, null))
        ?? (key.Scope is "" or ReadingKey.Baseline ? null : series.GetValueOrDefault(new(key.Metric, "", key.Over)) ?? series.GetValueOrDefault(new(key.Metric, "", null)));
}
