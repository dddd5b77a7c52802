using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The questions that go to one source.</summary>
internal sealed record KpiGroup(string Identity, MetricSource Source, ImmutableArray<KpiQuestion> Questions);

/// <summary>One round of reading: the wishes of launches turned into questions for sources, and the answers back into readings.</summary>
internal sealed class KpiRound
{
    private readonly ImmutableArray<ImmutableArray<Wish>> wishes;
    private readonly DateTimeOffset now;

    public KpiRound(IReadOnlyList<KpiDemand> demands, DateTimeOffset now)
    {
        this.now = now;
        wishes = [.. demands.Select(demand => demand.Wanted
            .Where(wanted => demand.Metrics.GetValueOrDefault(wanted.Key.Metric)?.Measure != Measure.Reported)
            .Select(wanted => WishOf(demand, wanted))
            .ToImmutableArray())];
        Groups =
        [
            .. wishes.SelectMany(all => all)
                .SelectMany(wish => new[] { wish.Own, wish.Alive })
                .OfType<Asked>()
                .GroupBy(asked => asked.Identity, StringComparer.Ordinal)
                .Select(same => new KpiGroup(same.Key, same.First().Source, [.. same.Select(asked => asked.Question).Distinct()])),
        ];
    }

    public ImmutableArray<KpiGroup> Groups { get; }

    /// <summary>The readings of each demand.</summary>
    public ImmutableArray<ImmutableArray<Reading>> Readings(IEnumerable<(KpiGroup Group, KpiQuestion Question, Reading Reading)> answers)
    {
        var known = answers.ToDictionary(answer => (answer.Group.Identity, answer.Question), answer => answer.Reading);
        return [.. wishes.Select(all => all.Select(wish => ReadingOf(wish) with { WantedFrom = wish.Wanted.From }).ToImmutableArray())];

        Reading ReadingOf(Wish wish) => wish.Own is null
            ? Reading.Failed(wish.Wanted.Key, now, wish.Fault!)
            : EmptyIsZero(AnswerTo(wish.Own), wish.Alive is null ? null : AnswerTo(wish.Alive));

        Reading AnswerTo(Asked asked) => known[(asked.Identity, asked.Question)];
    }

    /// <summary>No data becomes zero with the sample size of what shows that the system is alive. An error stays an error.</summary>
    private static Reading EmptyIsZero(Reading reading, Reading? alive) =>
        reading is { Value: null, Error: null } && alive is { Value: > 0, Error: null }
            ? reading with { Value = 0, Samples = alive.Samples, Note = $"no data, and so zero while {alive.Key.Metric} is alive" }
            : reading;

    private static Wish WishOf(KpiDemand demand, ReadingWanted wanted)
    {
        var name = wanted.Key.Metric;
        if (!demand.Metrics.TryGetValue(name, out var metric)) return new(wanted, null, null, $"the plan has no metric '{name}'");
        if (!demand.Sources.TryGetValue(metric.From, out var source)) return new(wanted, null, null, $"the plan has no source '{metric.From}'");
        return new(wanted, new(source, new(metric, wanted)), AliveOf(demand, metric, wanted), null);
    }

    /// <summary>Over the same window, and in the same scope if the metric that shows life has scopes.</summary>
    private static Asked? AliveOf(KpiDemand demand, Metric metric, ReadingWanted wanted)
    {
        if (metric.Empty.ZeroWhileAlive is not { } name || !demand.Metrics.TryGetValue(name, out var alive) || alive.Measure == Measure.Reported) return null;
        if (!demand.Sources.TryGetValue(alive.From, out var source)) return null;
        var scope = alive.ScopeLabel is null && wanted.Key.Scope != ReadingKey.Baseline ? "" : wanted.Key.Scope;
        return new(source, new(alive, wanted with { Key = wanted.Key with { Metric = name, Scope = scope } }));
    }

    private sealed record Asked(MetricSource Source, KpiQuestion Question)
    {
        public string Identity { get; } = SourceIdentity.Of(Source);
    }

    /// <param name="Own">Null with a fault.</param>
    /// <param name="Alive">The question whose answer makes silence mean zero.</param>
    private sealed record Wish(ReadingWanted Wanted, Asked? Own, Asked? Alive, string? Fault);
}
