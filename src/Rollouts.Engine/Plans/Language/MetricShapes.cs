using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Where metrics come from. Which options a source has depends on its kind.</summary>
internal sealed class SourceShape : MappingShape<MetricSource>
{
    private static readonly (string Kind, string[] Options)[] Kinds =
    [
        ("prometheus", ["url"]),
        ("prometheus-text", ["url"]),
        ("json", ["url"]),
        ("events", ["stream"]),
        ("reported", []),
        ("azure-logs", ["workspace", "resource"]),
        ("azure-metrics", ["resource"]),
    ];

    private readonly Key<string> kind;
    private readonly Key<string>[] options;

    public SourceShape()
        : base("source", "a source", "Where metrics come from.")
    {
        kind = Required("kind", Words.OneOf("a kind of source", [.. Kinds.Select(each => (each.Kind, each.Kind))]), "prometheus: the query API. prometheus-text: a metrics page. json: numbers in a JSON document. azure-logs: KQL over a workspace or resource. azure-metrics: metrics of a resource. events: raw events that the app sends to /api/events. reported: told by people or systems.");
        options =
        [
            Optional("url", Words.Link, "The address of the server, page or document."),
            Optional("stream", Words.Slug, "The stream of events that is read; app if not given."),
            Optional("workspace", Words.Text, "The id of the Log Analytics workspace."),
            Optional("resource", Words.Text, "The id of the Azure resource."),
        ];
    }

    protected override MetricSource? Make(Fields fields)
    {
        if (!fields.TryGet(kind, out var word)) return null;
        var allowed = Array.Find(Kinds, each => each.Kind == word).Options;
        var given = options.Where(fields.Has).ToArray();
        foreach (var option in given.Where(option => !allowed.Contains(option.Name)))
            fields.Scope.Problems.Error(fields.At(option).Start, $"a source of kind {word} has no {option.Name}", allowed.Length == 0 ? "leave it out" : "it has " + string.Join(" or ", allowed));
        if (allowed.Length > 0 && word != "events" && given.Count(option => allowed.Contains(option.Name)) != 1)
            fields.Scope.Problems.Error(fields.Map.Start, $"a source of kind {word} needs {(allowed.Length > 1 ? "one of " : "")}{string.Join(", ", allowed)}", null);
        return new("", word, given.ToImmutableSortedDictionary(option => option.Name, option => fields.Or(option, ""), StringComparer.Ordinal));
    }
}

/// <summary>A KPI. Its measure says which arithmetic is allowed over a window.</summary>
internal sealed class MetricShape : MappingShape<Metric>
{
    private static readonly Shape<ImmutableSortedDictionary<string, string>> QueryParts =
        new NamedShape<string>("the parts of a query", null, Words.Text, (text, _) => text);

    private readonly Key<Ratio> ratio;
    private readonly Key<double> quantile;
    private readonly Key<Ranking> rank;
    private readonly Key<Measure> measure;
    private readonly Key<Aggregate> take;
    private readonly Key<string> from;
    private readonly Key<ImmutableSortedDictionary<string, string>> query;
    private readonly Key<Unit> unit;
    private readonly Key<double> atLeast;
    private readonly Key<string> empty;
    private readonly Key<string> scope;

    public MetricShape()
        : base("metric", "a metric", "A KPI: a number or ratio with sample size, read over a window.")
    {
        ratio = Optional("ratio", Words.Of<Ratio>("a ratio of two parts", "failed / total", Ratio.TryRead), "Two counters, one over the other, written: failed / total. The query has a part for each.");
        quantile = Optional("quantile", Words.Quantile, "A quantile of a histogram or of raw events, such as 0.99.");
        rank = Optional("rank", Words.OneOf("a definition of quantiles", ("nearest", Ranking.Nearest), ("linear", Ranking.Linear)), "Which quantile of raw events is meant. nearest (if not given): the smallest value that the share of events does not exceed. linear: between the two values around it.");
        measure = Optional(
            "measure", Words.OneOf("a measure", ("counter", Measure.Counter), ("gauge", Measure.Gauge), ("computed", Measure.Computed), ("reported", Measure.Reported)),
            "counter: its increase over the window. gauge: a level, see take. computed: the source computes the value over the whole window. reported: told by people or systems.");
        take = Optional("take", Words.OneOf("what is taken of a gauge", ("last", Aggregate.Last), ("max", Aggregate.Max), ("min", Aggregate.Min), ("average", Aggregate.Average)), "How the levels of a gauge become one value over a window: last (if not given), max, min, average.");
        from = Optional("from", References.Source, "The source that is asked.");
        query = Optional(
            "query",
            new OneOfShape<ImmutableSortedDictionary<string, string>>("a query", new MadeShape<string, ImmutableSortedDictionary<string, string>>(Words.Text, (text, _, _) => QueryPartsOf("", text)), map: QueryParts),
            "What is asked: one text, or one for each part of a ratio. A part named samples gives the sample size of a computed value.");
        unit = Optional("unit", Words.OneOf("a unit", ("count", Unit.Count), ("ratio", Unit.Ratio), ("duration", Unit.Duration), ("size", Unit.Size), ("truth", Unit.Truth)), "What the numbers count: count (if not given), ratio, duration in seconds, size in bytes, truth.");
        atLeast = Optional("at-least", Words.Samples, "The smallest sample size that counts, written: 50 samples. Fewer is no data.");
        empty = Optional("empty", Words.Of<string>("what no rows mean", "0 while METRIC is alive", TryEmpty), "What no rows mean: no data if not given; or 0 while another metric shows life, written: 0 while uploads is alive.");
        scope = Optional("scope", Words.Name, "The label that tells members, channels or severities apart.");
    }

    private static ImmutableSortedDictionary<string, string> QueryPartsOf(string part, string text) =>
        Sorted.Empty<string>().Add(part, text);

    protected override Metric? Make(Fields fields)
    {
        var problems = fields.Scope.Problems;
        Key[] measures = [ratio, quantile, measure];
        if (measures.Count(fields.Has) != 1)
        {
            problems.Error(fields.Map.Start, "a metric is measured in one way", "write one of ratio: failed / total, quantile: 0.99, measure: counter, gauge, computed or reported");
            return null;
        }

        var two = fields.Find(ratio);
        var how = fields.Has(ratio) ? Measure.Ratio : fields.Has(quantile) ? Measure.Histogram : fields.Or(measure, Measure.Counter);
        if (fields.Has(take) && how != Measure.Gauge) problems.Error(fields.At(take).Start, "only a gauge has levels to take from", "leave 'take' out");
        if (fields.Has(rank) && how != Measure.Histogram) problems.Error(fields.At(rank).Start, "only a quantile has a rank", "leave 'rank' out");
        var asked = fields.Or(query, QueryPartsOf("", ""));
        if (how == Measure.Reported)
        {
            foreach (var key in new Key[] { from, query }.Where(fields.Has)) problems.Error(fields.At(key).Start, $"a reported metric is not asked for: it has no {key.Name}", "leave it out");
        }
        else
        {
            foreach (var key in new Key[] { from, query }.Where(key => !fields.Has(key))) problems.Error(fields.Map.Start, $"a metric needs '{key.Name}'", key.Meaning);
            if (two is not null && fields.Has(query)) CheckParts(fields, two, asked);
        }

        var other = fields.Find(empty);
        if (other is not null) fields.Scope.Refer(NameKind.Metric, other, ((PlanNode.Scalar)fields.At(empty)).At(8));
        return new(
            "", fields.Or(unit, how == Measure.Ratio ? Unit.Ratio : Unit.Count), how, fields.Or(from, ""), asked, two?.Above, two?.Below, fields.FindValue(quantile),
            fields.Or(take, Aggregate.Last), fields.Or(atLeast, 0), new(other), fields.Find(scope), fields.Or(rank, Ranking.Nearest));
    }

    private void CheckParts(Fields fields, Ratio two, ImmutableSortedDictionary<string, string> asked)
    {
        if (asked.ContainsKey("")) return;
        foreach (var part in new[] { two.Above, two.Below }.Where(part => !asked.ContainsKey(part)))
            fields.Scope.Problems.Error(fields.At(query).Start, $"the query has no part '{part}', which the ratio needs", fields.Scope.Problems.Help(part, [.. asked.Keys]));
    }

    private static bool TryEmpty(string text, out string value)
    {
        var fits = text.StartsWith("0 while ", StringComparison.Ordinal) && text.EndsWith(" is alive", StringComparison.Ordinal) && text.Length > 17;
        value = fits ? text[8..^9].Trim() : "";
        return fits;
    }
}

/// <summary>The names of a ratio's parts.</summary>
internal sealed record Ratio(string Above, string Below)
{
    public static bool TryRead(string text, out Ratio value)
    {
        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        value = parts.Length == 2 ? new(parts[0], parts[1]) : new("", "");
        return value.Above.Length > 0 && value.Below.Length > 0 && value.Above != value.Below;
    }
}
